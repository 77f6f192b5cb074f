/** @file What has pictures, as lines of JSON: each picture once, as a line of its own before the first that shows it. */
import type { Gallery } from '../../protocol/gallery.ts';
import { plainGallery, plainInspection } from '../../protocol/plainScenes.ts';
import type { SeenEvent } from '../engine/page/bridge.ts';

type Bytes = Uint8ClampedArray<ArrayBuffer>;

export class SceneLines {
  private readonly written = new Set<number>();

  /** None for an inspection that tells nothing. */
  of(event: SeenEvent): string[] {
    const { arm } = event;
    if (event.type === 'gallery') {
      const { gallery } = event;
      return [
        ...this.pictures(shownIn(gallery), gallery),
        line({ kind: 'gallery', arm, ...plainGallery(gallery) }),
      ];
    }
    const { inspection } = event;
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

const base64 = (bytes: Bytes): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');

const line = (value: object): string => `${JSON.stringify(value)}\n`;
