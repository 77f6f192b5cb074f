/** @file Gathers records and sends them in batches, at most ten times a second. */
import type { EpochRecord, EvaluationRecord, StepRecord } from '../training/records.ts';
import type { Emit } from './emit.ts';

const INTERVAL = 100;

export interface Speed {
  stepsPerSecond: number;
  imagesPerSecond: number;
  secondsLeft: number;
}

export class Outbox {
  private steps: StepRecord[] = [];
  private epochs: EpochRecord[] = [];
  private evaluations: EvaluationRecord[] = [];
  private sentAt = -Infinity;

  constructor(private readonly emit: Emit) {}

  addSteps(records: StepRecord[]): void {
    this.steps.push(...records);
  }

  addEpoch(record: EpochRecord): void {
    this.epochs.push(record);
  }

  addEvaluation(record: EvaluationRecord): void {
    this.evaluations.push(record);
  }

  /** Whether the last batch is long enough ago. */
  get due(): boolean {
    return performance.now() - this.sentAt >= INTERVAL;
  }

  send(speed: Speed, memory: { tensors: number; bytes: number }): void {
    const { steps, epochs, evaluations } = this;
    if (steps.length + epochs.length + evaluations.length === 0) return;
    this.emit({ type: 'metrics', steps, epochs, evaluations, ...speed, memory });
    this.clear();
    this.sentAt = performance.now();
  }

  clear(): void {
    this.steps = [];
    this.epochs = [];
    this.evaluations = [];
  }
}
