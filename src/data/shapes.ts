/**
 * @file Shapes: pictures drawn on the fly from four independent factors. The label is the shape; colour,
 * texture and background are chosen without regard to it, and place, size and tilt vary freely. Some
 * combinations of the factors are held out: they are seen in the test split only.
 */
import type { RandomStream } from '../adasim/random.ts';
import { stream } from '../adasim/random.ts';
import { ArrivingDataset, blockEnds } from './arrivingDataset.ts';
import { catalogue } from './catalogue.ts';
import { emptySplit } from './dataset.ts';
import type { Dataset, Split } from './dataset.ts';
import { backgrounds, figures, palette, textures } from './figures.ts';
import type { Colour } from './figures.ts';
import { nextTask } from './nextTask.ts';

const SIZE = 32;
/** Samples per pixel along each axis. */
const SAMPLES = 3;
/** Pictures that arrive together. */
const BLOCK = 512;
/** Pictures drawn in one go, about a hundredth of a second's work. */
const STROKE = 32;
/** The darker shade of a texture. */
const SHADE = 0.5;
/** Share of the combinations that are held out. */
const HELD_OUT = 0.2;

/** Measured on 4 096 drawings; the seed makes no difference at this precision. */
const NORMALISATION = { mean: [0.557, 0.55, 0.544], std: [0.297, 0.279, 0.303] };

/** Combinations of the factors other than the shape. */
const COMBINATIONS_PER_SHAPE = palette.length * textures.length * backgrounds.length;

interface Factors {
  shape: number;
  colour: number;
  texture: number;
  background: number;
}

/** An identity is a combination of factors, numbered with the background fastest. */
function factorsOf(identity: number): Factors {
  const background = identity % backgrounds.length;
  const texture = Math.floor(identity / backgrounds.length) % textures.length;
  const colour = Math.floor(identity / (backgrounds.length * textures.length)) % palette.length;
  return { shape: Math.floor(identity / COMBINATIONS_PER_SHAPE), colour, texture, background };
}

function nameOf(identity: number): string {
  const { shape, colour, texture, background } = factorsOf(identity);
  const words = [palette[colour]?.name, textures[texture]?.name, figures[shape]?.name];
  return `${words.join(' ')} on ${backgrounds[background]?.name}`;
}

export interface ShapesRequest {
  seed: number;
  trainImages: number;
  testImages: number;
  /** Pictures drawn so far, of all. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Draws both splits, block by block, giving way to the thread's other work every few pictures. Row r depends on the
 * seed and r alone, so a larger request begins with the smaller one.
 */
export function drawShapes(request: ShapesRequest): Dataset {
  return new ShapesDataset(request);
}

class ShapesDataset extends ArrivingDataset implements Dataset {
  readonly title = catalogue.shapes.title;
  readonly size = SIZE;
  readonly channels = 3;
  readonly classNames = figures.map((figure) => figure.name);
  readonly identityNames = Array.from({ length: figures.length * COMBINATIONS_PER_SHAPE }, (_, i) =>
    nameOf(i),
  );
  readonly variantNames = [];
  readonly normalisation = NORMALISATION;
  readonly train: Split;
  readonly test: Split;
  readonly trainBlocks: readonly number[];

  constructor(private readonly request: ShapesRequest) {
    super();
    const { seed, trainImages, testImages } = request;
    const combinations = splitCombinations(seed);
    this.train = describe(seed, 'train', trainImages, combinations.train);
    this.test = describe(seed, 'test', testImages, combinations.test);
    this.trainBlocks = blockEnds(blocksOf(trainImages));
    this.follow(this.drawAll());
  }

  private async drawAll(): Promise<void> {
    const { trainImages, onProgress } = this.request;
    const total = trainImages + this.test.count;
    for (const end of this.trainBlocks) {
      await this.draw(this.train, this.gates.train.count, end, 'train');
      this.gates.train.advance(end);
      onProgress?.(end, total);
    }
    for (const end of blockEnds(blocksOf(this.test.count))) {
      await this.draw(this.test, this.gates.test.count, end, 'test');
      this.gates.test.advance(end);
      onProgress?.(trainImages + end, total);
    }
  }

  /** Draws rows `from` to `to`, giving way to whatever else the thread has to do. */
  private async draw(split: Split, from: number, to: number, which: SplitName): Promise<void> {
    const { seed, signal } = this.request;
    for (let row = from; row < to; row += STROKE) {
      signal?.throwIfAborted();
      drawRows(split, row, Math.min(to, row + STROKE), seed, which);
      await nextTask();
    }
  }
}

type SplitName = 'train' | 'test';

/** For each shape, the combinations of the other factors that each split may use. */
function splitCombinations(seed: number): Record<SplitName, Int32Array[]> {
  const held = Math.round(HELD_OUT * COMBINATIONS_PER_SHAPE);
  const orders = figures.map((_, shape) =>
    stream(seed, 'data', 'split', shape).permutation(COMBINATIONS_PER_SHAPE),
  );
  return {
    train: orders.map((order) => order.subarray(held)),
    test: orders.map((order) => order.subarray(0, held)),
  };
}

/** A split with everything but its pixels. */
function describe(seed: number, which: SplitName, count: number, combinations: readonly Int32Array[]): Split {
  const split = emptySplit(count, SIZE, 3);
  for (let row = 0; row < count; row++) {
    const random = stream(seed, 'data', 'factors', which, row);
    const shape = random.integer(figures.length);
    const choices = combinations[shape] ?? new Int32Array();
    split.labels[row] = shape;
    split.identities[row] = shape * COMBINATIONS_PER_SHAPE + (choices[random.integer(choices.length)] ?? 0);
  }
  return split;
}

function drawRows(split: Split, from: number, to: number, seed: number, which: SplitName): void {
  const length = SIZE * SIZE * 3;
  for (let row = from; row < to; row++) {
    const pixels = split.images.subarray(row * length, (row + 1) * length);
    drawShape(pixels, split.identities[row] ?? 0, stream(seed, 'data', 'drawing', which, row));
  }
}

/** The sizes of the blocks in which `count` pictures arrive. */
function blocksOf(count: number): number[] {
  return Array.from({ length: Math.ceil(count / BLOCK) }, (_, i) => Math.min(BLOCK, count - i * BLOCK));
}

/** Draws one picture, uint8 `[32, 32, 3]`, into `pixels`. */
function drawShape(pixels: Uint8Array, identity: number, random: RandomStream): void {
  const factors = factorsOf(identity);
  const figure = figures[factors.shape];
  const colour = palette[factors.colour]?.colour;
  const texture = textures[factors.texture];
  const background = backgrounds[factors.background];
  if (!figure || !colour || !texture || !background) throw new RangeError(`There is no shape ${identity}.`);

  const radius = 10 + 4 * random.uniform();
  const room = SIZE / 2 - radius;
  const centreX = SIZE / 2 + room * (2 * random.uniform() - 1);
  const centreY = SIZE / 2 + room * (2 * random.uniform() - 1);
  const tilt = (random.uniform() - 0.5) * 0.7;
  const cos = Math.cos(tilt) / radius;
  const sin = Math.sin(tilt) / radius;

  const samples = SAMPLES * SAMPLES;
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const offset = (y * SIZE + x) * 3;
      const behind = background.colour(y / SIZE, random.uniform());
      let inside = 0;
      let dark = 0;
      // Every figure lies within its circle; a pixel further out needs no samples.
      const near = Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY) < radius + 1;
      for (let sample = 0; near && sample < samples; sample++) {
        const dx = x + ((sample % SAMPLES) + 0.5) / SAMPLES - centreX;
        const dy = y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES - centreY;
        const u = cos * dx + sin * dy;
        const v = cos * dy - sin * dx;
        if (!figure.contains(u, v)) continue;
        inside++;
        if (texture.isDark(u, v)) dark++;
      }
      const shade = inside === 0 ? 1 : 1 - (SHADE * dark) / inside;
      blend(pixels, offset, behind, colour, inside / samples, shade);
    }
}

function blend(
  pixels: Uint8Array,
  offset: number,
  behind: Colour,
  colour: Colour,
  cover: number,
  shade: number,
): void {
  for (let channel = 0; channel < 3; channel++) {
    const front = (colour[channel] ?? 0) * shade;
    pixels[offset + channel] = Math.round((behind[channel] ?? 0) * (1 - cover) + front * cover);
  }
}
