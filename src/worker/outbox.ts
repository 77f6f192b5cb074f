/** @file Gathers the records of every arm and sends them in batches, at most ten times a second. */
import type { EpochRecord, EvaluationRecord, StepRecord } from '../protocol/records.ts';
import type { Emit } from './emit.ts';

const INTERVAL = 100;

/** Of all arms together. */
export interface Speed {
  stepsPerSecond: number;
  imagesPerSecond: number;
  secondsLeft: number;
}

interface Batch {
  steps: StepRecord[];
  epochs: EpochRecord[];
  evaluations: EvaluationRecord[];
}

export class Outbox {
  private readonly batches = new Map<number, Batch>();
  private sentAt = -Infinity;

  constructor(private readonly emit: Emit) {}

  /** What has gathered for an arm, to be added to. */
  of(arm: number): Batch {
    const batch = this.batches.get(arm) ?? { steps: [], epochs: [], evaluations: [] };
    this.batches.set(arm, batch);
    return batch;
  }

  /** Whether the last batch is long enough ago. */
  get due(): boolean {
    return performance.now() - this.sentAt >= INTERVAL;
  }

  send(speed: Speed, memory: { tensors: number; bytes: number }): void {
    if (this.batches.size === 0) return;
    for (const [arm, batch] of this.batches) this.emit({ type: 'metrics', arm, ...batch, ...speed, memory });
    this.clear();
    this.sentAt = performance.now();
  }

  clear(): void {
    this.batches.clear();
  }
}
