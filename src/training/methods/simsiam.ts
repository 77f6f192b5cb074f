/** @file SimSiam (arXiv 2011.10566): a predictor guesses the network's own other view; no teacher. */
import type { LossConfig } from '../../config/schema.ts';
import type { ImageShape } from '../../data/dataset.ts';
import { ParameterSet } from '../../model/parameters.ts';
import { predict, project, projectionPlan, type ProjectionConfig } from '../../model/projectionNetwork.ts';
import type { StepInputs } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import { gradientsOf, lossAlone } from './gradients.ts';
import { simsiamLoss } from '../losses/cosine.ts';
import {
  asTheyAre,
  firstAndOthers,
  studentContext,
  type Learned,
  type Method,
  type MethodPlan,
} from './method.ts';

export interface SimSiamConfig extends ProjectionConfig {
  loss: Pick<LossConfig, 'stopGradient'>;
}

export const simsiamPlan = (config: ProjectionConfig, image: ImageShape): MethodPlan => ({
  student: projectionPlan(config, image, { predictor: true }),
  state: [],
});

export class SimSiam implements Method {
  readonly student: ParameterSet;
  readonly state: ReadonlyMap<string, tf.Variable> = new Map();

  constructor(
    private readonly config: SimSiamConfig,
    image: ImageShape,
  ) {
    this.student = new ParameterSet(simsiamPlan(config, image).student);
  }

  get target(): ParameterSet {
    return this.student;
  }

  learn(views: tf.Tensor4D, inputs: StepInputs): Learned {
    const context = studentContext(inputs);
    const { statistics, outputs, gradients } = gradientsOf(this.student, () => {
      const { features, embeddings } = project(this.student, this.config, views, context);
      const predictions = predict(this.student, embeddings, context);
      const loss = simsiamLoss({ predictions, targets: embeddings }, this.config.loss.stopGradient);
      return { statistics: lossAlone(loss), outputs: { features } };
    });
    return { gradients, features: outputs.features, statistics };
  }

  respond(views: tf.Tensor4D): tf.Tensor2D {
    const { embeddings } = project(this.student, this.config, views, asTheyAre);
    const [first, others] = firstAndOthers(embeddings);
    return tf.concat2d([predict(this.student, first, asTheyAre), others], 0);
  }

  dispose(): void {
    this.student.dispose();
  }
}
