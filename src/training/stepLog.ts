/** @file Step statistics that wait on the device, so that no step waits for the device. */
import * as tf from '../tensor/tf.ts';
import { stepStatistics, type StepScalars } from './methods/method.ts';
import type { StepRecord } from '../protocol/records.ts';
import { diverged, wrongFromTheStart } from './trainingError.ts';

interface Pending {
  step: number;
  epoch: number;
  scalars: StepScalars;
  statistics: tf.Tensor1D;
}

export class StepLog {
  private pending: Pending[] = [];

  /** Steps whose numbers have not been read back. */
  get waiting(): number {
    return this.pending.length;
  }

  /** Takes over `statistics`. */
  add(entry: Pending): void {
    this.pending.push(entry);
  }

  /**
   * Reads back all that waits, in one transfer.
   * @throws TrainingError if a loss is not finite; `onRecords` has then got the steps before it
   */
  async drain(onRecords: (records: StepRecord[]) => void): Promise<void> {
    if (this.pending.length === 0) return;
    const entries = this.pending;
    this.pending = [];
    const packed = tf.tidy(() => tf.stack(entries.map(({ statistics }) => statistics)));
    tf.dispose(entries.map(({ statistics }) => statistics));
    const values = await packed.data<'float32'>();
    packed.dispose();
    const width = values.length / entries.length;
    const records = entries.map((entry, index) => toRecord(entry, values.subarray(index * width)));
    const bad = records.findIndex(({ loss }) => !Number.isFinite(loss));
    onRecords(bad < 0 ? records : records.slice(0, bad));
    const lost = records[bad];
    if (lost === undefined) return;
    const fact = `The loss was ${lost.loss} at step ${lost.step}`;
    throw lost.step === 0 ? wrongFromTheStart(fact) : diverged(fact);
  }

  dispose(): void {
    tf.dispose(this.pending.map(({ statistics }) => statistics));
    this.pending = [];
  }
}

function toRecord({ step, epoch, scalars }: Pending, values: Float32Array): StepRecord {
  const named = (name: (typeof stepStatistics)[number]) => values[stepStatistics.indexOf(name)] ?? NaN;
  return {
    step,
    epoch,
    loss: named('loss'),
    lr: scalars.lr,
    weightDecay: scalars.weightDecay,
    teacherMomentum: scalars.teacherMomentum,
    teacherTemperature: scalars.teacherTemperature,
    teacherEntropy: finiteOrNull(named('teacherEntropy')),
    teacherStudentKL: finiteOrNull(named('teacherStudentKL')),
  };
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
