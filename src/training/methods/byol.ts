/** @file BYOL (arXiv 2006.07733): a predictor guesses what the moving-average teacher sees in the other view. */
import type { ImageShape } from '../../data/dataset.ts';
import { ParameterSet } from '../../model/parameters.ts';
import { predict, project, projectionPlan, type ProjectionConfig } from '../../model/projectionNetwork.ts';
import type { StepInputs } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import { gradientsOf, lossAlone } from './gradients.ts';
import { byolLoss } from '../losses/cosine.ts';
import {
  asTheyAre,
  firstAndOthers,
  studentContext,
  type Learned,
  type Method,
  type MethodPlan,
} from './method.ts';

/** Only the student predicts. */
export const byolPlan = (config: ProjectionConfig, image: ImageShape): MethodPlan => ({
  student: projectionPlan(config, image, { predictor: true }),
  teacher: projectionPlan(config, image, { predictor: false }),
  state: [],
});

export class Byol implements Method {
  readonly student: ParameterSet;
  readonly teacher: ParameterSet;
  readonly state: ReadonlyMap<string, tf.Variable> = new Map();

  constructor(
    private readonly config: ProjectionConfig,
    image: ImageShape,
  ) {
    const { student, teacher = [] } = byolPlan(config, image);
    this.student = new ParameterSet(student);
    this.teacher = new ParameterSet(teacher);
  }

  get target(): ParameterSet {
    return this.teacher;
  }

  learn(views: tf.Tensor4D, inputs: StepInputs): Learned {
    const context = studentContext(inputs);
    const teacher = project(this.teacher, this.config, views, { training: true });
    const { statistics, gradients } = gradientsOf(this.student, () => {
      const { embeddings } = project(this.student, this.config, views, context);
      const predictions = predict(this.student, embeddings, context);
      return { statistics: lossAlone(byolLoss({ predictions, targets: teacher.embeddings })), outputs: {} };
    });
    return { gradients, features: teacher.features, statistics };
  }

  respond(views: tf.Tensor4D): tf.Tensor2D {
    const [first, others] = firstAndOthers(views);
    const { embeddings } = project(this.student, this.config, first, asTheyAre);
    const targets = project(this.teacher, this.config, others, asTheyAre).embeddings;
    return tf.concat2d([predict(this.student, embeddings, asTheyAre), targets], 0);
  }

  dispose(): void {
    this.student.dispose();
    this.teacher.dispose();
  }
}
