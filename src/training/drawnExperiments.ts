/** @file Experiments drawn over all that can be set, each small enough to take two steps in a moment; for tests. */
import { stream, type RandomStream } from '../adasim/random.ts';
import { extentOf, shippedNames } from '../config/datasets.ts';
import { parseConfig } from '../config/parse.ts';
import type { BackboneConfig, ExperimentConfig } from '../config/schema.ts';

/** The experiment of this number, the same every time; what it draws is valid, or this throws. */
export function drawnExperiment(index: number): ExperimentConfig {
  const draw = new Draw(stream(14, 'experiment', index));
  const name = draw.of(shippedNames);
  const batchSize = draw.of([2, 3, 4, 5, 7, 8, 12, 16, 17, 32, 33]);
  // One to three steps an epoch, so that the second step may learn from neighbours of the first.
  const trainImages = Math.max(16, draw.between(batchSize, 3 * batchSize));
  const smallest = draw.of([0.05, 0.3, 0.8, 1]);
  return parseConfig({
    seed: draw.between(0, 99),
    data: { name, trainImages, testImages: 16 },
    method: draw.of(['dino', 'byol', 'simsiam', 'infonce']),
    backbone: draw.chance(0.65) ? drawnVit(draw, extentOf({ name }).side) : drawnResnet(draw),
    head: {
      outDim: draw.of([2, 3, 16, 33, 64, 100, 257]),
      hiddenDim: draw.between(4, 65),
      bottleneckDim: draw.between(2, 33),
      layers: draw.between(1, 4),
      batchNorm: draw.chance(0.3),
      normLastLayer: draw.chance(0.5),
    },
    loss: {
      studentTemperature: draw.of([0.05, 0.1, 0.5, 1]),
      teacherTemperature: {
        start: draw.of([0.03, 0.04, 0.07]),
        end: draw.of([0.04, 0.07, 0.3]),
        warmupEpochs: draw.between(0, 2),
      },
      centerMomentum: draw.of([0, 0.9, 0.999]),
      stopGradient: draw.chance(0.7),
      queueLength: draw.between(2 * batchSize, 2 * batchSize + 60),
    },
    teacherMomentum: { start: draw.of([0, 0.9, 0.996, 1]), end: 1 },
    optimizer: {
      kind: draw.of(['adamw', 'sgd', 'lars']),
      lr: draw.of([1e-4, 1e-3, 8e-3, 0.1]),
      minLr: draw.of([0, 1e-6]),
      warmupEpochs: draw.between(0, 1),
      weightDecay: { start: draw.of([0, 0.04]), end: draw.of([0, 0.4]) },
      beta1: draw.of([0, 0.9]),
      beta2: draw.of([0.95, 0.999]),
      eps: 1e-8,
      momentum: draw.of([0, 0.9]),
      clipGradient: draw.of([0, 0.5, 3]),
      freezeLastLayerEpochs: draw.between(0, 1),
    },
    bootstrap: {
      policy: draw.of(['none', 'naive', 'window', 'adaptive']),
      topK: draw.between(1, Math.min(16, trainImages)),
      window: draw.between(1, 2),
      temperature: draw.of([0.01, 0.1, 1]),
      representation: draw.of(['first', 'second', 'mean']),
      includeSelf: draw.chance(0.5),
    },
    augmentation: {
      cropScale: { min: smallest, max: draw.of([smallest, 1]) },
      flip: draw.of([0, 0.5, 1]),
      jitter: draw.of([0, 0.8, 1]),
      brightness: draw.of([0, 0.4]),
      contrast: draw.of([0, 0.4]),
      saturation: draw.of([0, 0.2]),
      hue: draw.of([0, 0.1, 0.5]),
      grayscale: draw.of([0, 0.2, 1]),
      blurFirst: draw.of([0, 0.5, 1]),
      blurSecond: draw.of([0, 0.5]),
      solarizeSecond: draw.of([0, 0.5]),
    },
    batchSize,
    epochs: draw.between(2, 5),
    evaluation: { everyEpochs: 1, neighbours: 5, temperature: 0.07, transfer: 'none' },
  });
}

/** Every eighth has one head as wide as the form makes it, and few tokens. */
function drawnVit(draw: Draw, side: number): BackboneConfig {
  const wide = draw.chance(1 / 8);
  const heads = wide ? 1 : draw.of([1, 2, 3, 4]);
  const headDim = wide ? draw.of([96, 160, 256]) : draw.of([1, 2, 3, 4, 5, 8, 12, 16, 17, 32]);
  const patches = side === 28 ? [4, 7, 14, 28] : [4, 8, 16, 32];
  return {
    kind: 'vit',
    patchSize: draw.of(wide ? patches.slice(2) : patches),
    // Features of fewer numbers find their neighbours by chance.
    dim: heads * Math.max(headDim, Math.ceil(4 / heads)),
    depth: draw.between(1, wide ? 1 : 3),
    heads,
    mlpRatio: draw.of([0.25, 0.5, 1, 3.3, 4]),
    layerNormEps: draw.of([1e-6, 1e-5, 1e-3]),
    dropPath: draw.of([0, 0.1, 0.5]),
  };
}

function drawnResnet(draw: Draw): BackboneConfig {
  const stages = draw.between(1, 3);
  return {
    kind: 'resnet',
    stem: draw.between(1, 12),
    widths: Array.from({ length: stages }, () => draw.between(4, 20)),
    blocks: Array.from({ length: stages }, () => draw.between(1, 2)),
    batchNormEps: draw.of([1e-5, 1e-3]),
    batchNormMomentum: draw.of([0.1, 1]),
  };
}

class Draw {
  constructor(private readonly random: RandomStream) {}

  of<T>(choices: readonly T[]): T {
    const chosen = choices[this.random.integer(choices.length)];
    if (chosen === undefined) throw new RangeError('There is nothing to choose from.');
    return chosen;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.random.integer(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }
}
