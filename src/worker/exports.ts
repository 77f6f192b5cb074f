/** @file The files that were asked for of a run, made between two of its steps. */
import { exportName, exportRun, type ExportKind } from '../training/checkpoint.ts';
import type { Run, RunOptions } from '../training/run.ts';
import type { Emit } from './emit.ts';
import { explain } from './explain.ts';

export class Exports {
  private wanted: ExportKind[] = [];

  constructor(private readonly emit: Emit) {}

  request(kind: ExportKind): void {
    this.wanted.push(kind);
  }

  /** Makes what was asked for. What cannot be made is said, and harms nothing. */
  async answer(run: Run, options: RunOptions): Promise<void> {
    for (const kind of this.wanted.splice(0)) {
      try {
        const { buffer } = await exportRun(run, options, kind);
        const fileName = exportName({ config: options.config, step: run.step }, kind);
        this.emit({ type: 'exported', kind, fileName, bytes: buffer });
      } catch (error) {
        this.decline(explain(error));
      }
    }
  }

  decline(reason: string): void {
    this.emit({ type: 'error', message: `Nothing was saved: ${reason}`, fatal: false });
  }
}
