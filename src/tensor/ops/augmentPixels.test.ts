import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AUGMENTATION_COLUMNS,
  augmentationColumn,
  jitterOperation,
} from '../../config/augmentationColumns.ts';
import { setBlur, setBox, unaugmented } from '../../data/augmentation.ts';
import { parseSafetensors } from '../../formats/safetensors.ts';
import { augmentPixels } from './augmentPixels.ts';
import { tapTable, type Interpolation } from './augmentTaps.ts';

const SIZE = 32;
const recording = parseSafetensors(readFileSync('fixtures/golden/augment.safetensors')).tensors;

function recorded(name: string): number[] {
  const tensor = recording.get(name);
  if (tensor === undefined) throw new Error(`The recording has no ${name}.`);
  return Array.from(tensor.data, Number);
}

const images = Uint8Array.from(recorded('images'));
const COUNT = images.length / (SIZE * SIZE * 3);

interface Options {
  channels?: 1 | 3;
  interpolation?: Interpolation;
  pictures?: Uint8Array;
}

/** The pictures under the parameters that `set` writes into each one's row, as bytes. */
function augmented(set: (columns: Float32Array, image: number) => void, options: Options = {}): Float32Array {
  const { channels = 3, interpolation = 'bicubic', pictures = images } = options;
  const imageBytes = SIZE * SIZE * channels;
  const count = pictures.length / imageBytes;
  const parameters = unaugmented(count, SIZE);
  for (let image = 0; image < count; image++)
    set(parameters.subarray(image * AUGMENTATION_COLUMNS, (image + 1) * AUGMENTATION_COLUMNS), image);
  const result = new Float32Array(pictures.length);
  augmentPixels({
    images: pictures,
    imageBytes,
    size: SIZE,
    channels,
    indices: Int32Array.from({ length: count }, (_, i) => i),
    parameters,
    taps: tapTable(interpolation, SIZE),
    scale: new Array<number>(channels).fill(1),
    offset: new Array<number>(channels).fill(0),
    result,
  });
  return result;
}

/** A slot of jitter for every picture, with its own factor. */
const jitter =
  (operation: keyof typeof jitterOperation, factors: ArrayLike<number>) =>
  (columns: Float32Array, image: number): void => {
    columns[augmentationColumn.jitter] = jitterOperation[operation];
    columns[augmentationColumn.jitterFactor] = factors[image] ?? NaN;
  };

const flag =
  (name: 'flip' | 'grayscale' | 'solarize') =>
  (columns: Float32Array): void => {
    columns[augmentationColumn[name]] = 1;
  };

function meanError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let sum = 0;
  for (let i = 0; i < expected.length; i++) sum += Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN));
  return sum / expected.length;
}

describe('the bytes are those of Pillow', () => {
  it.each(['bicubic', 'bilinear'] as const)('resized crop, %s', (interpolation) => {
    const boxes = recorded('crop.boxes');
    const set = (columns: Float32Array, image: number): void => {
      const [top = NaN, left = NaN, height = NaN, width = NaN] = boxes.slice(4 * image, 4 * image + 4);
      setBox(columns, { top, left, height, width });
    };
    expect(augmented(set, { interpolation })).toEqual(Float32Array.from(recorded(`crop.${interpolation}`)));
  });

  it.each(['brightness', 'contrast', 'saturation'] as const)('%s', (operation) => {
    const set = jitter(operation, recorded(`${operation}.factor`));
    expect(augmented(set)).toEqual(Float32Array.from(recorded(operation)));
  });

  it('hue, but for a value in ten thousand', () => {
    // Pillow's float32 falls short of a few whole quotients; exact integers do not.
    const result = augmented(jitter('hue', recorded('hue.factor')));
    expect(meanError(result, recorded('hue'))).toBeLessThan(0.001);
  });

  it.each(['flip', 'grayscale', 'solarize'] as const)('%s', (name) => {
    expect(augmented(flag(name))).toEqual(Float32Array.from(recorded(name)));
  });

  it('blur', () => {
    const radii = recorded('blur.radius');
    const result = augmented((columns, image) => setBlur(columns, radii[image] ?? NaN));
    expect(result).toEqual(Float32Array.from(recorded('blur')));
  });
});

describe('colour images', () => {
  it('stay as they are without augmentation', () => {
    expect(augmented(() => undefined)).toEqual(Float32Array.from(images));
  });

  it('near torchvision’s float colours', () => {
    for (const operation of ['brightness', 'contrast', 'saturation', 'hue'] as const) {
      const result = augmented(jitter(operation, recorded(`${operation}.factor`)));
      const floats = recorded(`${operation}.float`).map((value) => value * 255);
      expect(meanError(result, floats), operation).toBeLessThan(1.5);
    }
  });

  it('pass through the stages in DINO’s order', () => {
    const [top, left, height, width] = [3, 5, 20, 24];
    const together = augmented((columns) => {
      setBox(columns, { top, left, height, width });
      flag('flip')(columns);
      jitter('contrast', [])(columns, 0);
      columns[augmentationColumn.jitterFactor] = 1.3;
      columns[augmentationColumn.jitter + 1] = jitterOperation.brightness;
      columns[augmentationColumn.jitterFactor + 1] = 0.8;
      flag('grayscale')(columns);
      setBlur(columns, 1.1);
      flag('solarize')(columns);
    });
    const oneByOne = [
      (columns: Float32Array) => setBox(columns, { top, left, height, width }),
      flag('flip'),
      jitter('contrast', new Array<number>(COUNT).fill(1.3)),
      jitter('brightness', new Array<number>(COUNT).fill(0.8)),
      flag('grayscale'),
      (columns: Float32Array) => setBlur(columns, 1.1),
      flag('solarize'),
    ].reduce((pictures, set) => Uint8Array.from(augmented(set, { pictures })), images);
    expect(together).toEqual(Float32Array.from(oneByOne));
  });
});

describe('grey images', () => {
  const grey = Uint8Array.from(recorded('grayscale').filter((_, i) => i % 3 === 0));
  const asColour = (values: Float32Array): number[] =>
    Array.from(values).flatMap((value) => [value, value, value]);

  it.each(['saturation', 'hue'] as const)('have no %s', (operation) => {
    const result = augmented(jitter(operation, new Array<number>(COUNT).fill(0.3)), {
      channels: 1,
      pictures: grey,
    });
    expect(result).toEqual(Float32Array.from(grey));
  });

  it.each([
    ['brightness', jitter('brightness', new Array<number>(COUNT).fill(1.4))],
    ['contrast', jitter('contrast', new Array<number>(COUNT).fill(1.4))],
    ['blur', (columns: Float32Array) => setBlur(columns, 1.7)],
    ['flip', flag('flip')],
    ['solarize', flag('solarize')],
    ['grayscale', flag('grayscale')],
    ['crop', (columns: Float32Array) => setBox(columns, { top: 2, left: 7, height: 11, width: 13 })],
  ])('change under %s as their colour copies do', (_, set) => {
    const single = augmented(set, { channels: 1, pictures: grey });
    const triple = augmented(set, { pictures: Uint8Array.from(asColour(Float32Array.from(grey))) });
    expect(Float32Array.from(asColour(single))).toEqual(triple);
  });
});
