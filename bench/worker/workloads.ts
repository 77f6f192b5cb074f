/** @file The things that are done over and over, each through the app's own code. */
import { accuracyOf, answersOfNeighbours } from '../../src/adasim/metrics/knnAccuracy.ts';
import { featureMatrix } from '../../src/adasim/metrics/features.ts';
import { stream } from '../../src/adasim/random.ts';
import { defaultConfig } from '../../src/config/defaults.ts';
import { finish } from '../../src/adasim/slices.ts';
import { sampleViews } from '../../src/data/augmentation.ts';
import { drawShapes } from '../../src/data/shapes.ts';
import { augment, packImages } from '../../src/tensor/ops/augment.ts';
import { nearest } from '../../src/tensor/ops/nearest.ts';
import { normalize } from '../../src/tensor/ops/normalize.ts';
import * as tf from '../../src/tensor/tf.ts';
import { searchNeighbours } from '../../src/training/bank/neighbourSearch.ts';
import type { StepInputs, Workload } from '../protocol.ts';
import { TrainingStep } from './trainingStep.ts';

/** Something that is queued on the device at once, or that waits for the device in between. */
export type Repeated = {
  /** What another engine needs to do the same, where there is one that could. */
  inputs?: () => Promise<StepInputs>;
} & ({ kind: 'queued'; iterate: () => tf.Tensor } | { kind: 'waiting'; iterate: () => Promise<number> });

export async function createWorkload(workload: Workload): Promise<Repeated> {
  switch (workload.kind) {
    case 'step': {
      const step = await TrainingStep.create(workload.config);
      return { kind: 'queued', iterate: () => step.run(), inputs: () => step.inputs() };
    }
    case 'nearest':
      return nearestRows(workload);
    case 'evaluation':
      return evaluation(workload);
    case 'augmentation':
      return augmentation(workload.images);
  }
}

const seed = defaultConfig.seed;

function uniform(name: string, rows: number, dim: number): Float32Array {
  const random = stream(seed, 'benchmark', name);
  return Float32Array.from({ length: rows * dim }, () => random.uniform() - 0.5);
}

function nearestRows({ rows, dim, queries, k }: Extract<Workload, { kind: 'nearest' }>): Repeated {
  const unitRows = (name: string, count: number) =>
    tf.tidy(() => normalize(tf.tensor2d(uniform(name, count, dim), [count, dim])));
  const bank = unitRows('bank', rows);
  const asked = unitRows('queries', queries);
  const valid = tf.ones<tf.Rank.R2>([rows, 1]);
  const iterate = () => tf.tidy(() => nearest(bank, asked, valid, k).similarities);
  return { kind: 'queued', iterate };
}

function evaluation({ images, dim, k }: Extract<Workload, { kind: 'evaluation' }>): Repeated {
  const bank = featureMatrix(uniform('bank', images, dim), dim);
  const queries = featureMatrix(uniform('queries', images, dim), dim);
  const labels = Int32Array.from({ length: images }, (_, index) => index % 10);
  const iterate = async () => {
    const neighbours = await finish(searchNeighbours(bank, queries, k));
    const { temperature } = defaultConfig.evaluation;
    return accuracyOf(answersOfNeighbours(neighbours, labels, labels, { temperature, classes: 10 }));
  };
  return { kind: 'waiting', iterate };
}

async function augmentation(count: number): Promise<Repeated> {
  const dataset = drawShapes({ seed, trainImages: count, testImages: 1 });
  await dataset.complete();
  const { train, size, channels, normalisation } = dataset;
  const images = packImages(train.images, size, channels);
  const rows = tf.range(0, count, 1, 'int32');
  const parameters = sampleViews(
    defaultConfig.augmentation,
    count / 2,
    size,
    stream(seed, 'augmentation', 0),
  );
  return { kind: 'queued', iterate: () => augment(images, rows, parameters, normalisation) };
}
