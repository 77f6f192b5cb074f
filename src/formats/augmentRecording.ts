/**
 * @file Recorded augmentations, format `adasim-augment/1`: what torchvision and Pillow make of n images under
 * given parameters (METHOD section 6). Images are square, as those that the app trains on. Layout NHWC; bytes, and for the colour changes also floats in [0, 1].
 */
import { requireFormat } from './metadataJson.ts';
import { reject } from './safetensorsError.ts';
import type { Safetensors } from './safetensorsTypes.ts';
import { TensorReader, type ByteTensor, type FloatTensor, type IntegerTensor } from './tensorReader.ts';

export const augmentFormat = 'adasim-augment/1';

export const colourChanges = ['brightness', 'contrast', 'saturation', 'hue'] as const;

export type ColourChange = (typeof colourChanges)[number];

/** One colour change of every image. */
export interface ColourRecording {
  /** As torchvision's `adjust_*` takes it, `[n]`; hue in turns. */
  readonly factors: FloatTensor;
  /** `[n, size, size, 3]` */
  readonly bytes: ByteTensor;
  readonly floats: FloatTensor;
}

export interface AugmentRecording {
  /** `[n, size, size, 3]` */
  readonly images: ByteTensor;
  readonly crop: {
    /** Top, left, height, width, pixels, `[n, 4]`. */
    readonly boxes: IntegerTensor;
    /** Resized to the image's own size, `[n, size, size, 3]`. */
    readonly bicubic: ByteTensor;
    readonly bilinear: ByteTensor;
  };
  /** `[n, size, size, 3]`, as all below. */
  readonly flip: ByteTensor;
  readonly colours: Readonly<Record<ColourChange, ColourRecording>>;
  readonly grayscale: ByteTensor;
  readonly solarize: ByteTensor;
  readonly blur: {
    /** Standard deviation of Pillow's Gaussian blur, pixels, `[n]`. */
    readonly radii: FloatTensor;
    readonly bytes: ByteTensor;
  };
}

/** @throws SafetensorsError naming a tensor that is missing, does not belong or does not fit. */
export function readAugmentRecording(file: Safetensors): AugmentRecording {
  requireFormat(file, augmentFormat);
  const reader = new TensorReader(file);
  const image = ['n', 'size', 'size', 3];
  const colour = (name: ColourChange): ColourRecording => ({
    factors: reader.floats(`${name}.factor`, ['n']),
    bytes: reader.bytes(name, image),
    floats: reader.floats(`${name}.float`, image),
  });
  const recording: AugmentRecording = {
    images: reader.bytes('images', image),
    crop: {
      boxes: readBoxes(reader),
      bicubic: reader.bytes('crop.bicubic', image),
      bilinear: reader.bytes('crop.bilinear', image),
    },
    flip: reader.bytes('flip', image),
    colours: {
      brightness: colour('brightness'),
      contrast: colour('contrast'),
      saturation: colour('saturation'),
      hue: colour('hue'),
    },
    grayscale: reader.bytes('grayscale', image),
    solarize: reader.bytes('solarize', image),
    blur: { radii: reader.floats('blur.radius', ['n']), bytes: reader.bytes('blur', image) },
  };
  reader.finish();
  return recording;
}

/** The boxes, each inside its image. */
function readBoxes(reader: TensorReader): IntegerTensor {
  const boxes = reader.integers('crop.boxes', ['n', 4], { least: 0 });
  for (let at = 0; at < boxes.data.length; at += 4) {
    const [top = 0, left = 0, height = 0, width = 0] = boxes.data.subarray(at, at + 4);
    if (height < 1 || width < 1 || top + height > reader.size('size') || left + width > reader.size('size'))
      reject(`Tensor "crop.boxes" has the box ${top}, ${left}, ${height}, ${width} outside image ${at / 4}.`);
  }
  return boxes;
}
