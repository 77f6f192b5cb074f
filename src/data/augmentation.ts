/**
 * @file DINO's recipe of augmentations: which parameters each view gets. The distributions are torchvision's
 * (RandomResizedCrop, RandomHorizontalFlip, ColorJitter, RandomGrayscale) and DINO's (blur, solarise).
 */
import { AUGMENTATION_COLUMNS, augmentationColumn, jitterOperation } from '../config/augmentationColumns.ts';
import type { AugmentationConfig } from '../config/schema.ts';
import { boxBlur } from './boxBlur.ts';

/** A source of uniform numbers in [0, 1). */
export interface Uniform {
  uniform(): number;
}

/** A crop in pixels. */
export interface CropBox {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** Radius of the Gaussian blur, pixels. */
const BLUR_RADIUS = { min: 0.1, max: 2 } as const;

/** Narrowest and widest crop, width by height. */
const ASPECT = { min: 3 / 4, max: 4 / 3 } as const;

/** Crops tried before the centre is taken. */
const CROP_TRIES = 10;

/**
 * Parameters for a batch of pairs: view 1 of each, then view 2 of each (the views differ in blur and solarise).
 * @param size side of the images, pixels
 * @returns `[2·pairs, AUGMENTATION_COLUMNS]`, row-major
 */
export function sampleViews(
  config: AugmentationConfig,
  pairs: number,
  size: number,
  random: Uniform,
): Float32Array {
  const parameters = new Float32Array(2 * pairs * AUGMENTATION_COLUMNS);
  for (let row = 0; row < 2 * pairs; row++) {
    const view = row < pairs ? 'first' : 'second';
    const columns = parameters.subarray(row * AUGMENTATION_COLUMNS, (row + 1) * AUGMENTATION_COLUMNS);
    sampleView(columns, config, view, size, random);
  }
  return parameters;
}

/** Writes one view's parameters into `columns`. */
function sampleView(
  columns: Float32Array,
  config: AugmentationConfig,
  view: 'first' | 'second',
  size: number,
  random: Uniform,
): void {
  const happens = (probability: number): boolean => random.uniform() < probability;
  setBox(columns, sampleCrop(config.cropScale, size, random));
  columns[augmentationColumn.flip] = Number(happens(config.flip));
  if (happens(config.jitter)) sampleJitter(columns, config, random);
  columns[augmentationColumn.grayscale] = Number(happens(config.grayscale));
  if (happens(view === 'first' ? config.blurFirst : config.blurSecond))
    setBlur(columns, between(random, BLUR_RADIUS.min, BLUR_RADIUS.max));
  columns[augmentationColumn.solarize] = Number(view === 'second' && happens(config.solarizeSecond));
}

/** torchvision's RandomResizedCrop: uniform in area, log-uniform in aspect, uniform in place. */
export function sampleCrop(scale: AugmentationConfig['cropScale'], size: number, random: Uniform): CropBox {
  for (let attempt = 0; attempt < CROP_TRIES; attempt++) {
    const area = size * size * between(random, scale.min, scale.max);
    const aspect = Math.exp(between(random, Math.log(ASPECT.min), Math.log(ASPECT.max)));
    const width = Math.round(Math.sqrt(area * aspect));
    const height = Math.round(Math.sqrt(area / aspect));
    if (width < 1 || height < 1 || width > size || height > size) continue;
    const top = integerBelow(random, size - height + 1);
    const left = integerBelow(random, size - width + 1);
    return { top, left, height, width };
  }
  // torchvision's fallback, the largest central crop within the aspects: of a square image, the whole.
  return { top: 0, left: 0, height: size, width: size };
}

/** torchvision's ColorJitter: four operations in random order. One whose range is a point is left out. */
function sampleJitter(columns: Float32Array, config: AugmentationConfig, random: Uniform): void {
  const multiplier = (range: number): number => between(random, Math.max(0, 1 - range), 1 + range);
  const operations = [
    { code: jitterOperation.brightness, range: config.brightness, factor: multiplier(config.brightness) },
    { code: jitterOperation.contrast, range: config.contrast, factor: multiplier(config.contrast) },
    { code: jitterOperation.saturation, range: config.saturation, factor: multiplier(config.saturation) },
    { code: jitterOperation.hue, range: config.hue, factor: between(random, -config.hue, config.hue) },
  ];
  for (let slot = 0; operations.length > 0; slot++) {
    const [operation] = operations.splice(integerBelow(random, operations.length), 1);
    if (operation === undefined || operation.range === 0) continue;
    columns[augmentationColumn.jitter + slot] = operation.code;
    columns[augmentationColumn.jitterFactor + slot] = operation.factor;
  }
}

/** Parameters that leave each image as it is, `[count, AUGMENTATION_COLUMNS]`. */
export function unaugmented(count: number, size: number): Float32Array {
  const parameters = new Float32Array(count * AUGMENTATION_COLUMNS);
  for (let row = 0; row < count; row++)
    setBox(parameters.subarray(row * AUGMENTATION_COLUMNS), { top: 0, left: 0, height: size, width: size });
  return parameters;
}

/** Writes a crop into a row of parameters. */
export function setBox(columns: Float32Array, box: CropBox): void {
  columns[augmentationColumn.top] = box.top;
  columns[augmentationColumn.left] = box.left;
  columns[augmentationColumn.height] = box.height;
  columns[augmentationColumn.width] = box.width;
}

/** Writes a Gaussian blur of `radius` pixels into a row of parameters. */
export function setBlur(columns: Float32Array, radius: number): void {
  const { weight, reach, edgeWeight } = boxBlur(radius);
  columns[augmentationColumn.blurWeight] = weight;
  columns[augmentationColumn.blurReach] = reach;
  columns[augmentationColumn.blurEdgeWeight] = edgeWeight;
}

const between = (random: Uniform, low: number, high: number): number => low + (high - low) * random.uniform();

const integerBelow = (random: Uniform, n: number): number => Math.floor(random.uniform() * n);
