/**
 * @file The contrastive counterpart. Without bootstrapping it is SimCLR (arXiv 2002.05709); with naive
 * bootstrapping it is NNCLR (arXiv 2104.14548): a projection's nearest neighbour in a queue stands in for it.
 */
import type { LossConfig } from '../../config/schema.ts';
import type { ImageShape } from '../../data/dataset.ts';
import { ParameterSet } from '../../model/parameters.ts';
import { predict, project, projectionPlan, type ProjectionConfig } from '../../model/projectionNetwork.ts';
import type { HostTensors, StepInputs } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import { EmbeddingQueue } from '../bank/embeddingQueue.ts';
import { gradientsOf, lossAlone } from './gradients.ts';
import { contrastiveLoss } from '../losses/contrastive.ts';
import {
  asTheyAre,
  firstAndOthers,
  studentContext,
  type Learned,
  type Method,
  type MethodPlan,
  type StepScalars,
} from './method.ts';

interface InfoNceOptions {
  nearestNeighbours: boolean;
}

interface InfoNceConfig extends ProjectionConfig {
  loss: Pick<LossConfig, 'queueLength'>;
}

export function infoncePlan(
  config: InfoNceConfig,
  image: ImageShape,
  { nearestNeighbours }: InfoNceOptions,
): MethodPlan {
  const queue = { name: 'queue', shape: [config.loss.queueLength, config.head.bottleneckDim] };
  return {
    student: projectionPlan(config, image, { predictor: nearestNeighbours }),
    state: nearestNeighbours ? [queue] : [],
  };
}

export class InfoNce implements Method {
  readonly student: ParameterSet;
  /** Present under naive bootstrapping, which happens here, among embeddings, and not among images. */
  readonly queue?: EmbeddingQueue;

  constructor(
    private readonly config: InfoNceConfig,
    image: ImageShape,
    options: InfoNceOptions,
  ) {
    this.student = new ParameterSet(infoncePlan(config, image, options).student);
    if (options.nearestNeighbours)
      this.queue = new EmbeddingQueue(config.loss.queueLength, config.head.bottleneckDim);
  }

  get target(): ParameterSet {
    return this.student;
  }

  get bootstrapsEmbeddings(): boolean {
    return this.queue !== undefined;
  }

  get state(): ReadonlyMap<string, tf.Variable> {
    return new Map(this.queue === undefined ? [] : [['queue', this.queue.embeddings]]);
  }

  prepare(_scalars: StepScalars, pairs: number): HostTensors {
    return this.queue === undefined ? {} : { queuePlaces: this.queue.prepare(2 * pairs) };
  }

  learn(views: tf.Tensor4D, inputs: StepInputs): Learned {
    const context = studentContext(inputs);
    const { queue } = this;
    const { statistics, outputs, gradients } = gradientsOf(this.student, () => {
      const { features, embeddings } = project(this.student, this.config, views, context);
      const loss =
        queue === undefined
          ? contrastiveLoss(embeddings, embeddings)
          : contrastiveLoss(queue.nearest(embeddings), predict(this.student, embeddings, context));
      return { statistics: lossAlone(loss), outputs: { features, embeddings } };
    });
    queue?.push(outputs.embeddings, inputs.get('queuePlaces'));
    return { gradients, features: outputs.features, statistics };
  }

  respond(views: tf.Tensor4D): tf.Tensor2D {
    const { queue } = this;
    const { embeddings } = project(this.student, this.config, views, asTheyAre);
    if (queue === undefined) return embeddings;
    const [first, others] = firstAndOthers(embeddings);
    return tf.concat2d([queue.nearest(first), predict(this.student, others, asTheyAre)], 0);
  }

  dispose(): void {
    this.student.dispose();
    this.queue?.dispose();
  }
}
