/** @file What `npm run bench` measures. */
import { defaultBackbones, defaultConfig } from '../src/config/defaults.ts';
import type { ExperimentConfig } from '../src/config/schema.ts';
import type { Engine, Workload } from './protocol.ts';

/** One thing that several engines do. */
export interface Comparison {
  kind: 'comparison';
  name: string;
  about: string;
  /** Those that can do it. */
  engines: readonly Engine[];
  workload: Workload;
}

/** How the cost of one thing grows. */
export interface Series {
  kind: 'series';
  name: string;
  about: string;
  points: readonly { x: number; workload: Workload }[];
}

export type Benchmark = Comparison | Series;

/** 16 pairs of 32×32 images; ViT with 65 tokens of width 64, 2 blocks, 2 heads; head 128/64/256. */
const reference: ExperimentConfig = { ...defaultConfig, batchSize: 16 };

const vit = (changes: Partial<typeof defaultBackbones.vit>) => ({ ...defaultBackbones.vit, ...changes });

const step = (changes: Partial<ExperimentConfig>): Workload => ({
  kind: 'step',
  config: { ...reference, ...changes },
});

const stepOf = (
  name: string,
  about: string,
  engines: readonly Engine[],
  changes: Partial<ExperimentConfig>,
): Comparison => ({ kind: 'comparison', name, about, engines, workload: step(changes) });

const all: readonly Engine[] = ['ours', 'portable', 'jax-js'];
const both: readonly Engine[] = ['ours', 'portable'];

export const benchmarks: readonly Benchmark[] = [
  stepOf('reference', 'a step of the reference ViT, 16 pairs', all, {}),
  stepOf('batch-64', 'the same with 64 pairs', all, { batchSize: 64 }),
  stepOf('vit-6x128', 'a step of a ViT of depth 6 and width 128, 16 pairs', all, {
    backbone: vit({ depth: 6, dim: 128, heads: 4 }),
  }),
  stepOf('resnet', 'a step of the default ResNet, 16 pairs', both, { backbone: defaultBackbones.resnet }),
  {
    kind: 'comparison',
    name: 'nearest-60000',
    about: 'the 10 nearest of 60 000 rows of width 128, for 64 queries',
    engines: both,
    workload: { kind: 'nearest', rows: 60_000, dim: 128, queries: 64, k: 10 },
  },
  {
    kind: 'comparison',
    name: 'evaluation-8000',
    about: 'k-NN accuracy (k 20) of 8 000 features of width 64 against 8 000 others',
    engines: both,
    workload: { kind: 'evaluation', images: 8_000, dim: 64, k: 20 },
  },
  {
    kind: 'comparison',
    name: 'augmentation-256',
    about: 'views of 256 images by the default recipe',
    // Its portable form is not made of stock ops.
    engines: ['ours'],
    workload: { kind: 'augmentation', images: 256 },
  },
  {
    kind: 'series',
    name: 'cost-of-batch',
    about: 'the reference step against pairs in a batch',
    points: [8, 16, 32, 64].map((x) => ({ x, workload: step({ batchSize: x }) })),
  },
  {
    kind: 'series',
    name: 'cost-of-tokens',
    about: 'a step of 8 pairs against tokens of an image: patches of 16 to 2 pixels',
    points: [16, 8, 4, 2].map((patchSize) => ({
      x: (32 / patchSize) ** 2 + 1,
      workload: step({ batchSize: 8, backbone: vit({ patchSize }) }),
    })),
  },
  {
    kind: 'series',
    name: 'cost-of-images',
    about: 'the 10 nearest rows of width 64 for 64 queries, against images in the bank',
    points: [1_000, 4_000, 16_000, 64_000].map((x) => ({
      x,
      workload: { kind: 'nearest', rows: x, dim: 64, queries: 64, k: 10 },
    })),
  },
];

export const benchmarkNames = benchmarks.map(({ name }) => name);
