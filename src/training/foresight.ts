/**
 * @file Whether the device can do all that a run will ask of it, found out before anything is computed: a step and
 * an evaluation are gone through as they will be done, with arrays that have a shape and no values.
 */
import { AUGMENTATION_COLUMNS } from '../config/augmentationColumns.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { Dataset, Split } from '../data/dataset.ts';
import { backbonePlan, featureDim } from '../model/backbone.ts';
import { attentionOf, placesOf } from '../model/look.ts';
import { ParameterSet } from '../model/parameters.ts';
import { augment, wordsPerImage, type PackedImages } from '../tensor/ops/augment.ts';
import { foresee, type Blank, type Foreseen } from '../tensor/foresight.ts';
import { uploaded, type HostTensors } from '../tensor/stepProgram.ts';
import * as tf from '../tensor/tf.ts';
import { FITTED_IMAGES } from './explanation/looking.ts';
import { answersOf } from './explanation/pairOutputs.ts';
import { Embedder } from './evaluation/embedder.ts';
import { SLICE_IMAGES } from './evaluation/embeddings.ts';
import { classifiedTogether } from './evaluation/measurements.ts';
import { createMethod } from './methods/create.ts';
import { Trainer } from './trainer.ts';

/** What of a dataset a run's needs depend on. */
type Images = Pick<Dataset, 'size' | 'channels' | 'normalisation'> & {
  train: Pick<Split, 'count' | 'size' | 'channels'>;
};

/** What runs ask of the device: first steps, which wait for it, and evaluations, which need not hold them up. */
interface ForeseenRuns {
  steps: Foreseen;
  evaluations: Foreseen;
}

/**
 * Goes through a run of each configuration on these images.
 * @throws DeviceLimitError that names the first program that asks for more than the device allows
 */
export function foreseeRuns(configs: readonly ExperimentConfig[], images: Images): ForeseenRuns {
  return {
    steps: foresee((blank) => {
      for (const config of configs) foreseeSteps(config, images, blank);
    }),
    evaluations: foresee((blank) => {
      for (const config of configs) {
        foreseeEvaluation(config, images, blank);
        foreseeOutputs(config, images, blank);
        foreseeLook(config, images, blank);
      }
    }),
  };
}

function foreseeSteps(config: ExperimentConfig, images: Images, blank: Blank): void {
  const trainer = new Trainer(createMethod(config, images), {
    optimizer: config.optimizer,
    bootstrap: config.bootstrap,
    images: images.train.count,
    featureDim: featureDim(config.backbone),
  });
  try {
    // The first step finds nothing stored, and leaves out what the second does.
    for (let step = 0; step < 2; step += 1) foreseeStep(config, images, trainer, blank);
  } finally {
    trainer.dispose();
  }
}

const scalars = { lr: 0, weightDecay: 0, teacherMomentum: 1, teacherTemperature: 1, lastLayerFrozen: false };

function foreseeStep(config: ExperimentConfig, images: Images, trainer: Trainer, blank: Blank): void {
  const { normalisation } = images;
  const pairs = Int32Array.from({ length: config.batchSize }, (_, index) => index);
  const shown = Int32Array.from([...pairs, ...pairs]);
  const parameters = new Float32Array(shown.length * AUGMENTATION_COLUMNS);
  tf.tidy(() => {
    const inputs = uploaded({
      shown: { values: shown, shape: [shown.length] },
      augmentation: { values: parameters, shape: [shown.length, AUGMENTATION_COLUMNS] },
      ...dropPathOf(config),
      ...trainer.prepare(pairs, scalars),
    });
    const stored = storedImages(images, blank);
    const views = augment(stored, inputs.get('shown'), inputs.get('augmentation'), normalisation);
    trainer.step(views, inputs);
  });
}

function storedImages({ train: { count, size, channels } }: Images, blank: Blank): PackedImages {
  const words = blank([count, wordsPerImage(size, channels)], 'int32');
  return { words: words as tf.Tensor2D, size, channels };
}

function dropPathOf({ backbone, batchSize }: ExperimentConfig): HostTensors {
  if (backbone.kind !== 'vit' || backbone.dropPath === 0) return {};
  const shape = [2 * backbone.depth, 2 * batchSize] as const;
  return { keepScales: { values: new Float32Array(shape[0] * shape[1]), shape } };
}

/** The networks' part; searches and probes take no more at a time than any device has. */
function foreseeEvaluation(config: ExperimentConfig, images: Images, blank: Blank): void {
  const embedder = new Embedder(config, images);
  try {
    tf.tidy(() => {
      const { size, channels } = images;
      embedder.features(blank([SLICE_IMAGES, size, size, channels]) as tf.Tensor4D);
      if (embedder.prototypes === undefined) return;
      embedder.logits(blank([classifiedTogether(config.head), embedder.dim]) as tf.Tensor2D);
    });
  } finally {
    embedder.dispose();
  }
}

/** What the networks make of a pair that is looked at. */
function foreseeOutputs(config: ExperimentConfig, images: Images, blank: Blank): void {
  const method = createMethod(config, images);
  const views = 1 + answersOf(config.method, config.batchSize);
  try {
    tf.tidy(() => {
      const shown = tf.tensor1d(new Int32Array(views), 'int32');
      const parameters = new Float32Array(views * AUGMENTATION_COLUMNS);
      method.respond(augment(storedImages(images, blank), shown, parameters, images.normalisation), 1);
    });
  } finally {
    method.dispose();
  }
}

/** What a network looks at, which is that of every other. */
function foreseeLook({ backbone }: ExperimentConfig, images: Images, blank: Blank): void {
  const { size, channels, train } = images;
  const parameters = new ParameterSet(backbonePlan(backbone, images));
  try {
    tf.tidy(() => {
      const shown = (count: number) => blank([count, size, size, channels]) as tf.Tensor4D;
      placesOf(parameters, backbone, shown(Math.min(FITTED_IMAGES, train.count)));
      placesOf(parameters, backbone, shown(1));
      attentionOf(parameters, backbone, shown(1));
    });
  } finally {
    parameters.dispose();
  }
}
