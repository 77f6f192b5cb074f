/**
 * @file What the device can do, measured: products of matrices by our kernel and by TensorFlow.js's, and copies of
 * arrays, from those that fit a cache to those that fit none, by kernels and by the platform's own command.
 */
import type { AsyncSlices } from '../../adasim/slices.ts';
import { linear } from '../ops/linear.ts';
import { relu } from '../ops/relu.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from '../webgpu/currentBackend.ts';
import { deviceIdle } from './deviceIdle.ts';
import type { Limits } from './roofline.ts';

/** `[rows, depth]·[depth, columns]`: squares, and the tall ones of transformers, ascending in work. */
const productShapes = [
  [2080, 64, 256],
  [512, 512, 512],
  [8320, 64, 256],
  [8320, 256, 64],
  [1024, 1024, 1024],
  [4096, 512, 512],
] as const;

/** Bytes of an array that is copied; a copy touches twice as many. */
const copySizes = [1 << 17, 1 << 19, 1 << 21, 1 << 23, 1 << 25, 1 << 26];

/** How long one timing should take at least. */
const TIMING_MS = 25;

/** What reaches less than this share of the best is not tried again. */
const WORTH_TRYING = 0.7;
/** What reaches less than this share of the best on one shape is not tried on a larger one. */
const HOPELESS = 0.25;

interface Trial {
  by: 'ours' | 'stock' | 'command';
  name: string;
  /** FLOP, or bytes read and written. */
  work: number;
  run: () => void;
  /** Runs in one timing; grows until a timing is long enough. */
  repetitions: number;
}

/** Trials on the same arrays. */
interface Trials {
  trials: Trial[];
  /** Gives the arrays back. */
  release: () => void;
}

/** Yields after each timing. Whoever makes it has to dispose of it. */
export class DeviceLimits {
  private readonly products: Trials[];
  private readonly copies: Trials[];
  private worthy: { products: Trial[]; copies: Trial[] } | undefined;

  /** @param mostBytes that anything of interest touches: copies of more tell nothing, and take memory */
  constructor(mostBytes = Infinity) {
    this.products = productShapes.map(productTrials);
    const sufficient = copySizes.findIndex((size) => 2 * size >= mostBytes);
    const sizes = sufficient < 0 ? copySizes : copySizes.slice(0, sufficient + 1);
    this.copies = sizes.map(copyTrials);
  }

  /** The first time takes longer: it finds out what is worth trying. */
  async *measure(): AsyncSlices<Limits> {
    this.worthy ??= { products: yield* this.promisingProducts(), copies: yield* this.promisingCopies() };
    const products: Limits['products'] = [];
    for (const trial of this.worthy.products)
      products.push({ name: trial.name, flopsPerMs: trial.work / (yield* timeOf(trial)) });
    const copies: Limits['copies'] = [];
    for (const trial of this.worthy.copies)
      copies.push({ name: trial.name, bytes: trial.work, bytesPerMs: trial.work / (yield* timeOf(trial)) });
    return { products, copies };
  }

  dispose(): void {
    for (const { release } of [...this.products, ...this.copies]) release();
  }

  /** The products that may be the fastest. Shapes grow, so that a slow kernel is not tried on the larger ones. */
  private async *promisingProducts(): AsyncSlices<Trial[]> {
    const rates = new Map<Trial, number>();
    const hopeless = new Set<Trial['by']>();
    for (const trial of this.products.flatMap(({ trials }) => trials)) {
      if (hopeless.has(trial.by)) continue;
      const rate = trial.work / (yield* timeOf(trial));
      rates.set(trial, rate);
      if (rate < HOPELESS * Math.max(...rates.values())) hopeless.add(trial.by);
    }
    return promising(rates);
  }

  /** Of each size what may be the fastest. */
  private async *promisingCopies(): AsyncSlices<Trial[]> {
    const kept: Trial[] = [];
    for (const { trials } of this.copies) {
      const rates = new Map<Trial, number>();
      for (const trial of trials) rates.set(trial, trial.work / (yield* timeOf(trial)));
      kept.push(...promising(rates));
    }
    return kept;
  }
}

/** Milliseconds of one run. */
async function* timeOf(trial: Trial): AsyncSlices<number> {
  for (;;) {
    const { repetitions } = trial;
    await deviceIdle();
    const began = performance.now();
    for (let repetition = 0; repetition < repetitions; repetition += 1) trial.run();
    await deviceIdle();
    const ms = performance.now() - began;
    yield;
    if (ms >= TIMING_MS / 2) return ms / repetitions;
    trial.repetitions = Math.ceil(repetitions * Math.min(100, (1.2 * TIMING_MS) / Math.max(ms, 0.01)));
  }
}

function promising(rates: ReadonlyMap<Trial, number>): Trial[] {
  const best = Math.max(...rates.values());
  return [...rates].filter(([, rate]) => rate >= WORTH_TRYING * best).map(([trial]) => trial);
}

function productTrials([rows, depth, columns]: readonly [number, number, number]): Trials {
  const x = tf.randomUniform<tf.Rank.R2>([rows, depth], -1, 1);
  const weight = tf.randomUniform<tf.Rank.R2>([columns, depth], -1, 1);
  const transposed = tf.transpose(weight);
  const trial = { work: 2 * rows * depth * columns, repetitions: 1 };
  const shape = `${rows}×${depth}×${columns}`;
  return {
    trials: [
      { ...trial, by: 'ours', name: `${shape}, ours`, run: () => linear(x, weight).dispose() },
      { ...trial, by: 'stock', name: `${shape}, stock`, run: () => tf.matMul(x, transposed).dispose() },
    ],
    release: () => tf.dispose([x, weight, transposed]),
  };
}

function copyTrials(bytes: number): Trials {
  const x = tf.ones([bytes / 4]);
  const command = tf.getBackend() === 'webgpu' ? bufferCopy(bytes) : arrayCopy(bytes);
  const trial = { work: 2 * bytes, repetitions: 1 };
  const size = `${bytes / 1024} KiB`;
  return {
    trials: [
      { ...trial, by: 'ours', name: `${size}, ours`, run: () => relu(x).dispose() },
      { ...trial, by: 'stock', name: `${size}, stock`, run: () => tf.mul(x, 2).dispose() },
      { ...trial, by: 'command', name: `${size}, command`, run: command.run },
    ],
    release: () => {
      x.dispose();
      command.release();
    },
  };
}

/** The platform's own way to copy. */
interface Command {
  run: () => void;
  release: () => void;
}

function bufferCopy(size: number): Command {
  const { device } = webgpuBackend();
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [from, to] = [device.createBuffer({ size, usage }), device.createBuffer({ size, usage })];
  return {
    run: () => {
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(from, 0, to, 0, size);
      device.queue.submit([encoder.finish()]);
    },
    release: () => {
      from.destroy();
      to.destroy();
    },
  };
}

function arrayCopy(size: number): Command {
  const [from, to] = [new Uint8Array(size).fill(1), new Uint8Array(size)];
  return { run: () => to.set(from), release: () => undefined };
}
