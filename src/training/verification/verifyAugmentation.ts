/** @file Holds what torchvision and Pillow made of images (`adasim-augment/1`) against the device's augmentation. */
import {
  AUGMENTATION_COLUMNS,
  augmentationColumn,
  jitterOperation,
} from '../../config/augmentationColumns.ts';
import { setBlur, setBox, unaugmented } from '../../data/augmentation.ts';
import { colourChanges, type AugmentRecording } from '../../formats/augmentRecording.ts';
import type { ByteTensor } from '../../formats/tensorReader.ts';
import { augment, packImages } from '../../tensor/ops/augment.ts';
import type { Interpolation } from '../../tensor/ops/augmentTaps.ts';
import * as tf from '../../tensor/tf.ts';
import { checkRow } from './comparison.ts';
import type { CheckRow } from '../../protocol/verification.ts';

/** Mean absolute errors that are allowed, in levels of 8 bits. */
const TOLERANCES = { crop: 3, colour: 1.5, exact: 0, blur: 4 };

/** Changes the parameters of one image, which so far leave it as it is. */
type Change = (parameters: Float32Array, image: number) => void;

/** Compares every augmentation on the current backend. */
export async function verifyAugmentation(recording: AugmentRecording): Promise<CheckRow[]> {
  const rows: CheckRow[] = [];
  const check = async (
    name: string,
    expected: ByteTensor,
    tolerance: number,
    change: Change,
    interpolation?: Interpolation,
  ) => {
    const error = meanAbsoluteError(await apply(recording.images, change, interpolation), expected.data);
    rows.push(checkRow(name, error, tolerance, 'mean absolute error, levels of 8 bits'));
  };
  const { crop, colours, blur } = recording;
  const cropTo: Change = (parameters, image) => {
    const [top = 0, left = 0, height = 0, width = 0] = crop.boxes.data.subarray(4 * image, 4 * image + 4);
    setBox(parameters, { top, left, height, width });
  };
  await check('crop, bicubic', crop.bicubic, TOLERANCES.crop, cropTo, 'bicubic');
  await check('crop, bilinear', crop.bilinear, TOLERANCES.crop, cropTo, 'bilinear');
  await check('flip', recording.flip, TOLERANCES.exact, (parameters) => {
    parameters[augmentationColumn.flip] = 1;
  });
  for (const colour of colourChanges)
    await check(colour, colours[colour].bytes, TOLERANCES.colour, (parameters, image) => {
      parameters[augmentationColumn.jitter] = jitterOperation[colour];
      parameters[augmentationColumn.jitterFactor] = colours[colour].factors.data[image] ?? 0;
    });
  await check('grayscale', recording.grayscale, TOLERANCES.colour, (parameters) => {
    parameters[augmentationColumn.grayscale] = 1;
  });
  await check('solarise', recording.solarize, TOLERANCES.exact, (parameters) => {
    parameters[augmentationColumn.solarize] = 1;
  });
  await check('blur', blur.bytes, TOLERANCES.blur, (parameters, image) => {
    setBlur(parameters, blur.radii.data[image] ?? 0);
  });
  return rows;
}

/** The bytes that the device makes of the images. */
async function apply(
  images: ByteTensor,
  change: Change,
  interpolation?: Interpolation,
): Promise<Float32Array> {
  const [count = 0, size = 0] = images.shape;
  const parameters = unaugmented(count, size);
  for (let image = 0; image < count; image += 1)
    change(parameters.subarray(image * AUGMENTATION_COLUMNS, (image + 1) * AUGMENTATION_COLUMNS), image);
  // With these the op's result is the byte itself.
  const bytes = { mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] };
  const augmented = tf.tidy(() => {
    const packed = packImages(images.data, size, 3);
    return augment(packed, tf.range(0, count, 1, 'int32'), parameters, bytes, interpolation);
  });
  try {
    return await augmented.data<'float32'>();
  } finally {
    augmented.dispose();
  }
}

function meanAbsoluteError(ours: Float32Array, theirs: Uint8Array): number {
  if (ours.length !== theirs.length) return Infinity;
  return (
    theirs.reduce((sum, value, index) => sum + Math.abs(value - (ours[index] ?? NaN)), 0) / theirs.length
  );
}
