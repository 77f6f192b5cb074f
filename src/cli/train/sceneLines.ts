/** @file What a run shows besides its curves, as lines of JSON: each picture once, as a line of its own before the first that shows it. */
import type { Gallery } from '../../protocol/gallery.ts';
import { plainGallery, plainInspection } from '../../protocol/plainScenes.ts';
import type { SeenEvent } from '../engine/page/bridge.ts';

type Bytes = Uint8ClampedArray<ArrayBuffer>;

export class SceneLines {
  private readonly written = new Set<number>();

  /** None for an inspection that tells nothing. */
  of(event: SeenEvent): string[] {
    switch (event.type) {
      case 'mapAtlas': {
        const { images, labels, identities, names } = event.atlas;
        return [
          line({
            kind: 'mapImages',
            images: [...images],
            labels: [...labels],
            identities: [...identities],
            names,
          }),
        ];
      }
      case 'map': {
        const { step, epoch, images, positions, explained, gates } = event.frame;
        return [
          line({
            ...{ kind: 'map', arm: event.arm, step, epoch, explained },
            ...{ images: base64(images), positions: base64(positions), gates: base64(gates) },
          }),
        ];
      }
      case 'gallery': {
        const { arm, gallery } = event;
        return [
          ...this.pictures(shownIn(gallery), gallery),
          line({ kind: 'gallery', arm, ...plainGallery(gallery) }),
        ];
      }
      case 'inspected':
        return this.inspection(event);
    }
  }

  private inspection({ arm, inspection }: Extract<SeenEvent, { type: 'inspected' }>): string[] {
    if (inspection === null) return [];
    const shown = inspection.images.map(({ image }, thumbnail) => ({ image, thumbnail }));
    const views = base64(inspection.views);
    return [
      ...this.pictures(shown, inspection),
      line({ kind: 'inspection', arm, ...plainInspection(inspection), views }),
    ];
  }

  private pictures(
    shown: readonly { image: number; thumbnail: number }[],
    { size, thumbnails }: { size: number; thumbnails: Bytes },
  ): string[] {
    const bytes = size * size * 4;
    return shown.flatMap(({ image, thumbnail }) => {
      if (this.written.has(image)) return [];
      this.written.add(image);
      const rgba = base64(thumbnails.subarray(thumbnail * bytes, (thumbnail + 1) * bytes));
      return [line({ kind: 'picture', image, size, rgba })];
    });
  }
}

const shownIn = ({ rows }: Gallery) => rows.flatMap((row) => [row, ...row.neighbours]);

/** The bytes of an array as this machine has them: little-endian. */
const base64 = (array: ArrayBufferView): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');

const line = (value: object): string => `${JSON.stringify(value)}\n`;
