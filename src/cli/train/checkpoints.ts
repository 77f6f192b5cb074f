/** @file The checkpoints of a run under way, written where `--save` says. */
import path from 'node:path';
import { numbered } from '../../config/armLabels.ts';
import { fileLabel } from '../../config/runName.ts';
import type { RemoteRun } from './remoteRun.ts';
import type { ArmRecord, SavedArm, TrainRecord } from './runRecord.ts';

export class Checkpoints {
  /** The newest of each arm that has one. */
  readonly saved: (SavedArm | undefined)[] = [];
  private last: Promise<string | undefined> = Promise.resolve(undefined);

  /** @param file of each arm under its name, where there are several */
  constructor(
    private readonly run: RemoteRun,
    private readonly record: TrainRecord,
    private readonly file: string,
  ) {}

  /**
   * Saves every arm that has not stopped, after what is being saved already.
   * @returns the problem with that, in one sentence, if there is one
   */
  save(): Promise<string | undefined> {
    this.last = this.last.then(() => this.saveArms());
    return this.last;
  }

  /** Saves again and again until the signal is aborted. */
  saveEvery(milliseconds: number, notice: (problem: string) => void, ended: AbortSignal): void {
    const timer = setInterval(() => {
      void this.save().then((problem) => {
        if (problem !== undefined && !ended.aborted) notice(problem);
      });
    }, milliseconds);
    ended.addEventListener('abort', () => {
      clearInterval(timer);
    });
  }

  private async saveArms(): Promise<string | undefined> {
    const { arms } = this.record;
    // Labels that differ in signs alone would be one name.
    const labels = numbered(arms.map(({ label }) => fileLabel(label)));
    for (const [index, arm] of arms.entries()) {
      if (arm.stopped !== undefined) continue;
      const file = arms.length === 1 ? this.file : fileOf(labels[index] ?? '', this.file);
      const saving = await this.run.save(index, 'checkpoint', file);
      if ('step' in saving) this.saved[index] = { file, step: saving.step };
      else if (!hasStopped(arm)) return saving.problem;
    }
    return undefined;
  }
}

/** It may have been lost while it was waited for. */
const hasStopped = ({ stopped }: ArmRecord): boolean => stopped !== undefined;

/** `end.safetensors` → `end-naive.safetensors` */
function fileOf(label: string, file: string): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${label}${ext}`);
}
