/** @file What the tests of the methods' gradients share: tiny networks, every method on them, and a batch. */
import { stream } from '../../adasim/random.ts';
import type { BackboneConfig, HeadConfig } from '../../config/schema.ts';
import type { ImageShape } from '../../data/dataset.ts';
import type { ParameterSet } from '../../model/parameters.ts';
import { predict, project } from '../../model/projectionNetwork.ts';
import { normalize } from '../../tensor/ops/normalize.ts';
import { randomValues, upload } from '../../tensor/ops/testing.ts';
import { uploaded } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import type { Learned, Method } from './method.ts';
import { contrastiveLoss } from '../losses/contrastive.ts';
import { simsiamLoss } from '../losses/cosine.ts';

import { Byol } from './byol.ts';
import { Dino } from './dino.ts';
import { InfoNce } from './infonce.ts';
import { SimSiam } from './simsiam.ts';

const image: ImageShape = { size: 8, channels: 3 };
const PAIRS = 4;

const vit: BackboneConfig = {
  kind: 'vit',
  patchSize: 4,
  dim: 6,
  depth: 1,
  heads: 2,
  mlpRatio: 2,
  layerNormEps: 1e-6,
  dropPath: 0.1,
};

const resnet: BackboneConfig = {
  kind: 'resnet',
  stem: 3,
  widths: [3, 5],
  blocks: [1, 1],
  batchNormEps: 1e-5,
  batchNormMomentum: 0.1,
};

const head: HeadConfig = {
  outDim: 11,
  hiddenDim: 9,
  bottleneckDim: 5,
  layers: 3,
  batchNorm: false,
  normLastLayer: true,
};

const loss = { studentTemperature: 0.1, centerMomentum: 0.9 };

const scalars = {
  lr: 0.1,
  weightDecay: 0.1,
  teacherMomentum: 0.9,
  teacherTemperature: 0.06,
  lastLayerFrozen: false,
};

export interface MethodCase {
  name: string;
  create: () => Method;
  /**
   * The loss as a function of the student where part of it gets no gradient: that part stays what it is now.
   * Absent: what gets no gradient does not depend on the student.
   */
  held?: (method: Method, views: tf.Tensor4D, keepScales: tf.Tensor2D) => () => tf.Scalar;
  /** Rows in the queue. */
  stored?: number;
}

function casesOf(backbone: BackboneConfig): MethodCase[] {
  const config = { backbone, head };
  const trainedLast: HeadConfig = { ...head, batchNorm: true, normLastLayer: false };
  const queued = { ...config, loss: { queueLength: 64 } };
  const nnclr = () => new InfoNce(queued, image, { nearestNeighbours: true });
  const cases: MethodCase[] = [
    { name: 'dino', create: () => new Dino({ ...config, loss }, image) },
    {
      name: 'dino with BatchNorm and weight_g in the head',
      create: () => new Dino({ backbone, head: trainedLast, loss }, image),
    },
    { name: 'byol', create: () => new Byol(config, image) },
    {
      name: 'simsiam',
      create: () => new SimSiam({ ...config, loss: { stopGradient: true } }, image),
      held: (method, views, keepScales) => {
        const online = onlineNetwork(method, backbone, views, keepScales);
        const targets = online().embeddings;
        return () => simsiamLoss({ predictions: online().predictions, targets }, true);
      },
    },
    {
      name: 'simsiam without stop-gradient',
      create: () => new SimSiam({ ...config, loss: { stopGradient: false } }, image),
    },
    {
      name: 'infonce',
      create: () => new InfoNce(queued, image, { nearestNeighbours: false }),
    },
    { name: 'infonce with a queue', create: nnclr, stored: 10 },
    {
      name: 'infonce with an empty queue',
      create: nnclr,
      held: (method, views, keepScales) => {
        const online = onlineNetwork(method, backbone, views, keepScales);
        const anchors = online().embeddings;
        return () => contrastiveLoss(anchors, online().predictions);
      },
    },
  ];
  return cases.map((each) => ({ ...each, name: `${each.name}, ${backbone.kind}` }));
}

/** Every method on every backbone. */
export const cases = [vit, resnet].flatMap(casesOf);

/** Embeddings and predictions of the student as it is when asked. */
function onlineNetwork(
  { student }: Method,
  backbone: BackboneConfig,
  views: tf.Tensor4D,
  keepScales: tf.Tensor2D,
) {
  const context = { training: true, keepScales };
  return () => {
    const { embeddings } = project(student, { backbone, head }, views, context);
    return { embeddings, predictions: predict(student, embeddings, context) };
  };
}

/** Neither student nor teacher as they begin: no bias is 0, no scale 1, and the two differ. */
function fill(parameters: ParameterSet, network: string): void {
  for (const { name, shape } of parameters.plans) {
    const scale = shape.length === 1 && name.endsWith('.weight');
    const around = scale || name.endsWith('weight_g') || name.endsWith('running_var') ? 1 : 0;
    const { data } = randomValues(shape, stream(3, network, name), 0.6);
    parameters.load(
      name,
      Float32Array.from(data, (value) => around + value),
    );
  }
}

/** The method's own state, as it is at the start of every evaluation. */
function fillState(method: Method, stored = 0): void {
  tf.tidy(() => {
    for (const [name, variable] of method.state) {
      const values = upload(randomValues(variable.shape, stream(4, name)));
      variable.assign(name === 'queue' ? normalize(values as tf.Tensor2D) : values);
    }
    method.queue?.restorePushed(stored);
  });
}

export interface Scene {
  method: Method;
  views: tf.Tensor4D;
  keepScales: tf.Tensor2D;
}

/** A method and a batch for it, on the current backend. The caller disposes of both. */
export function stage({ create }: MethodCase): Scene {
  const method = create();
  fill(method.student, 'student');
  if (method.teacher !== undefined) fill(method.teacher, 'teacher');
  const { size, channels } = image;
  const random = stream(5, 'batch');
  const keep = {
    shape: [2, 2 * PAIRS],
    data: Float64Array.from({ length: 4 * PAIRS }, (_, i) => i % 5 && 1.25),
  };
  return {
    method,
    views: upload(randomValues([2 * PAIRS, size, size, channels], random, 1.5)) as tf.Tensor4D,
    keepScales: upload(keep) as tf.Tensor2D,
  };
}

/** The method's pass over the batch, from its state of the start. */
export function learn({ method, views, keepScales }: Scene, stored?: number): Learned {
  fillState(method, stored);
  const inputs = uploaded(method.prepare?.(scalars, PAIRS) ?? {}).and('keepScales', keepScales);
  return method.learn(views, inputs);
}

export function leave({ method, views, keepScales }: Scene): void {
  method.dispose();
  tf.dispose([views, keepScales]);
}
