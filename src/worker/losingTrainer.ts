/** @file A real training worker for tests that loses its device when it is told to, and those that take its place. */
import type { NamedArms } from '../config/armLabels.ts';
import type { Snapshot, WorkerEvent } from '../protocol/upkeep.ts';
import { lendThreads } from '../threads/lendThreads.ts';
import type { Misfortune } from './losingDevice.ts';
import { Trainer } from './testing.ts';

export class LosingTrainer extends Trainer {
  readonly workers: Worker[] = [];
  private snapshot: Snapshot | undefined;
  private readonly hearing: (() => void)[] = [];

  constructor(arms: NamedArms) {
    super(arms, () => {
      const worker = lendThreads(
        new Worker(new URL('./losingWorker.ts', import.meta.url), { type: 'module' }),
      );
      this.workers.push(worker);
      worker.addEventListener('message', ({ data }: MessageEvent<WorkerEvent>) => {
        if (data.type !== 'snapshot') return;
        this.snapshot = data;
        for (const look of this.hearing) look();
      });
      return worker;
    });
  }

  /** On WebGPU, paused. */
  begin(): string {
    return this.client.start({ arms: this.arms, backend: 'webgpu', paused: true });
  }

  lose(lose: Misfortune['lose'], after = 0): void {
    this.workers.at(-1)?.postMessage({ lose, after } satisfies Misfortune);
  }

  get notices(): string[] {
    return this.events.flatMap((event) => (event.type === 'error' ? [event.message] : []));
  }

  /** All that the run has told since `since`, and what it has come to. */
  async outcome(since = 0): Promise<object> {
    const told = this.arms.map((_, arm) => this.told(arm, since));
    const files: Uint8Array[] = [];
    for (const arm of this.arms.keys()) files.push(new Uint8Array((await this.save(arm)).bytes));
    const shapes = this.events.slice(since).filter(({ type }) => type === 'shape').length;
    return { told, files, shapes };
  }

  /** The same of the run from its beginning, which nothing interrupts. */
  async again(steps: number): Promise<object> {
    const since = this.events.length;
    const ready = this.paused(0);
    this.client.reset(true);
    await ready;
    await this.stepTo(steps);
    return this.outcome(since);
  }

  /** Resolves once the newest snapshot is of this step; without one, once there is a snapshot. */
  captured(step?: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.snapshot !== undefined && this.snapshot.step === (step ?? this.snapshot.step)) resolve();
      };
      this.hearing.push(look);
      look();
    });
  }

  end(): void {
    for (const worker of this.workers) worker.terminate();
  }
}

const trainers: LosingTrainer[] = [];

/** To be called after each test. */
export function endLosingTrainers(): void {
  for (const trainer of trainers.splice(0)) trainer.end();
}

export function losingTrainer(arms: NamedArms): LosingTrainer {
  const trainer = new LosingTrainer(arms);
  trainers.push(trainer);
  return trainer;
}
