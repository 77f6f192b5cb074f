/** @file What every preset is made of: AdaSim's recipe at playground scale, and the backbones it comes with. */
import type { ExperimentConfig, ResnetConfig, VitConfig } from './schema.ts';

const vit: VitConfig = {
  kind: 'vit',
  patchSize: 4,
  dim: 64,
  depth: 2,
  heads: 2,
  mlpRatio: 4,
  layerNormEps: 1e-6,
  dropPath: 0.1,
};

const resnet: ResnetConfig = {
  kind: 'resnet',
  stem: 16,
  widths: [16, 32, 64],
  blocks: [1, 1, 1],
  batchNormEps: 1e-5,
  batchNormMomentum: 0.1,
};

/** The backbone a run gets when only its kind is named. */
export const defaultBackbones: { vit: VitConfig; resnet: ResnetConfig } = { vit, resnet };

/**
 * The layer under every preset: AdaSim's recipe at playground scale. What departs from the release
 * (ImageNet, 100 epochs) is listed with the release's value in `fields.ts`.
 */
export const defaultConfig: ExperimentConfig = {
  seed: 7,
  data: { name: 'emoji-32', trainImages: 2382, testImages: 1000 },
  method: 'dino',
  backbone: vit,
  head: { outDim: 256, hiddenDim: 128, bottleneckDim: 64, layers: 3, batchNorm: false, normLastLayer: true },
  loss: {
    studentTemperature: 0.1,
    teacherTemperature: { start: 0.04, end: 0.04, warmupEpochs: 0 },
    centerMomentum: 0.9,
    stopGradient: true,
    queueLength: 2048,
  },
  teacherMomentum: { start: 0.98, end: 1 },
  optimizer: {
    kind: 'adamw',
    lr: 8e-3,
    minLr: 1e-6,
    warmupEpochs: 2,
    weightDecay: { start: 0.04, end: 0.4 },
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
    momentum: 0.9,
    clipGradient: 3,
    freezeLastLayerEpochs: 1,
  },
  bootstrap: {
    policy: 'adaptive',
    topK: 5,
    window: 3,
    temperature: 0.02,
    representation: 'first',
    includeSelf: false,
  },
  augmentation: {
    cropScale: { min: 0.3, max: 1 },
    flip: 0.5,
    jitter: 0.8,
    brightness: 0.4,
    contrast: 0.4,
    saturation: 0.2,
    hue: 0.1,
    grayscale: 0.2,
    blurFirst: 0,
    blurSecond: 0,
    solarizeSecond: 0,
  },
  batchSize: 64,
  epochs: 60,
  evaluation: { everyEpochs: 1, neighbours: 20, temperature: 0.07, transfer: 'none' },
};
