/** @file DINO (arXiv 2104.14294): a student learns the centred, sharpened output of its own moving average. */
import type { LossConfig } from '../../config/schema.ts';
import type { ImageShape } from '../../data/dataset.ts';
import { network, networkPlan, type NetworkConfig } from '../../model/network.ts';
import { ParameterSet } from '../../model/parameters.ts';
import { distillationLoss } from '../../tensor/ops/distillationLoss.ts';
import { moveTowards } from '../../tensor/ops/movingAverage.ts';
import { sumRows } from '../../tensor/ops/sumRows.ts';
import type { HostTensors, StepInputs } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import { zeroVariable } from '../../tensor/zeroVariable.ts';
import { gradientsOf } from './gradients.ts';
import {
  asTheyAre,
  firstAndOthers,
  studentContext,
  type Learned,
  type Method,
  type MethodPlan,
  type StepScalars,
} from './method.ts';

export interface DinoConfig extends NetworkConfig {
  loss: Pick<LossConfig, 'studentTemperature' | 'centerMomentum'>;
}

export function dinoPlan(config: NetworkConfig, image: ImageShape): MethodPlan {
  const network = networkPlan(config, image);
  return { student: network, teacher: network, state: [{ name: 'center', shape: [config.head.outDim] }] };
}

export class Dino implements Method {
  readonly student: ParameterSet;
  readonly teacher: ParameterSet;
  /** Running mean of the teacher's logits, `[K]`: what keeps one prototype from taking all. */
  private readonly centre: tf.Variable<tf.Rank.R1>;

  constructor(
    private readonly config: DinoConfig,
    image: ImageShape,
  ) {
    const { student, teacher = [] } = dinoPlan(config, image);
    this.student = new ParameterSet(student);
    this.teacher = new ParameterSet(teacher);
    this.centre = zeroVariable<tf.Rank.R1>([config.head.outDim]);
  }

  get target(): ParameterSet {
    return this.teacher;
  }

  get state(): ReadonlyMap<string, tf.Variable> {
    return new Map([['center', this.centre]]);
  }

  prepare({ teacherTemperature }: StepScalars): HostTensors {
    const { studentTemperature } = this.config.loss;
    return { temperatures: { values: Float32Array.of(studentTemperature, teacherTemperature), shape: [2] } };
  }

  learn(views: tf.Tensor4D, inputs: StepInputs): Learned {
    const teacher = network(this.teacher, this.config, views, { training: true });
    const { statistics, gradients } = gradientsOf(this.student, () => {
      const student = network(this.student, this.config, views, studentContext(inputs));
      const temperatures = inputs.get<tf.Tensor1D>('temperatures');
      const statistics = distillationLoss(student.logits, teacher.logits, this.centre, temperatures);
      return { statistics, outputs: {} };
    });
    this.moveCentre(teacher.logits);
    return { gradients, features: teacher.features, statistics };
  }

  respond(views: tf.Tensor4D, teacherTemperature: number): tf.Tensor2D {
    const [first, others] = firstAndOthers(views);
    const student = network(this.student, this.config, first, asTheyAre).logits;
    const teacher = network(this.teacher, this.config, others, asTheyAre).logits;
    return tf.concat2d(
      [
        tf.div(student, this.config.loss.studentTemperature),
        tf.div(tf.sub(teacher, this.centre), teacherTemperature),
      ],
      0,
    );
  }

  /** `c ← m·c + (1 − m)·mean(g_t)`, with the raw logits of both views, after the loss has used c. */
  private moveCentre(logits: tf.Tensor2D): void {
    const share = 1 - this.config.loss.centerMomentum;
    moveTowards(this.centre, sumRows(logits), share, 1 / logits.shape[0]);
  }

  dispose(): void {
    this.student.dispose();
    this.teacher.dispose();
    this.centre.dispose();
  }
}
