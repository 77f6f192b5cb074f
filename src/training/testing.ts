/** @file Runs so small that a test can have several: drawn images, few and coarse patches, narrow layers. */
import { defaultConfig } from '../config/defaults.ts';
import type { ExperimentConfig, ResnetConfig, VitConfig } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import { drawShapes } from '../data/shapes.ts';
import { exportRun, readOrigin } from './checkpoint/checkpoint.ts';
import { DeviceImages } from './deviceImages.ts';
import { Run } from './run.ts';

export const tinyVit: VitConfig = {
  kind: 'vit',
  patchSize: 16,
  dim: 16,
  depth: 2,
  heads: 2,
  mlpRatio: 2,
  layerNormEps: 1e-6,
  dropPath: 0.2,
};

export const tinyResnet: ResnetConfig = {
  kind: 'resnet',
  stem: 4,
  widths: [4, 8],
  blocks: [1, 1],
  batchNormEps: 1e-5,
  batchNormMomentum: 0.1,
};

/** 16 images, 4 steps an epoch; the window of two epochs is full from step 8 on, and the gate often open. */
export const tinyConfig: ExperimentConfig = {
  ...defaultConfig,
  data: { name: 'shapes', trainImages: 16, testImages: 16 },
  backbone: tinyVit,
  head: { ...defaultConfig.head, outDim: 24, hiddenDim: 16, bottleneckDim: 8 },
  optimizer: { ...defaultConfig.optimizer, lr: 0.05, warmupEpochs: 1 },
  bootstrap: { ...defaultConfig.bootstrap, topK: 3, window: 2, temperature: 0.5 },
  batchSize: 4,
  epochs: 6,
};

/** A run with the images it needs, which it takes with it when it goes. */
export class TinyRun {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly images: DeviceImages;
  readonly losses: number[] = [];

  constructor(readonly config: ExperimentConfig) {
    this.dataset = drawShapes({ seed: config.seed, ...config.data });
    this.images = new DeviceImages(this.dataset);
    this.run = new Run({ config, dataset: this.dataset, images: this.images });
  }

  /** A run that starts from a file. */
  static from(bytes: Uint8Array, config: ExperimentConfig): TinyRun {
    const origin = readOrigin(bytes, config);
    const tiny = new TinyRun(origin.config);
    if (origin.kind === 'checkpoint') tiny.run.restore(origin.state);
    else tiny.run.startFrom(origin.weights);
    return tiny;
  }

  async trainTo(step: number): Promise<this> {
    while (this.run.step < step) await this.run.advance();
    await this.run.collect((records) => this.losses.push(...records.map(({ loss }) => loss)));
    return this;
  }

  /** The whole run as a file. */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    return exportRun(this.run, this, 'checkpoint');
  }

  /** One network of it as a file. */
  saveNetwork(network: 'student' | 'teacher'): Promise<Uint8Array<ArrayBuffer>> {
    return exportRun(this.run, this, network);
  }

  dispose(): void {
    this.run.dispose();
    this.images.dispose();
  }
}
