/** @file The files that were asked for of a run, made between two of its steps. */
import { exportName, exportRun } from '../training/checkpoint/checkpoint.ts';
import type { ExportKind } from '../protocol/commands.ts';
import { causeOf } from '../tensor/deviceWatch.ts';
import { DeviceLostError } from '../tensor/backendError.ts';
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';
import { explain } from './explain.ts';

export class Exports {
  private wanted: { arm: number; kind: ExportKind }[] = [];

  constructor(private readonly emit: Emit) {}

  request(arm: number, kind: ExportKind): void {
    this.wanted.push({ arm, kind });
  }

  /**
   * Makes what was asked for. What cannot be made is said, and harms nothing.
   * @param arms those that have not stopped
   * @throws DeviceLostError
   */
  async answer(arms: readonly Arm[]): Promise<void> {
    for (const { arm, kind } of this.wanted.splice(0)) {
      const found = arms.find(({ options }) => options.index === arm);
      if (found === undefined) this.decline('This arm has stopped, and its networks are gone.');
      else await this.make(found, kind);
    }
  }

  decline(reason: string): void {
    this.emit({ type: 'error', message: `Nothing was saved: ${reason}`, fatal: false, answers: 'export' });
  }

  private async make({ run, options }: Arm, kind: ExportKind): Promise<void> {
    const { index: arm, label, config } = options;
    try {
      const { buffer } = await exportRun(run, options, kind);
      const { step } = run;
      const fileName = exportName({ config, step, arm: label }, kind);
      this.emit({ type: 'exported', arm, kind, step, fileName, bytes: buffer });
    } catch (error) {
      const cause = await causeOf(error);
      if (cause instanceof DeviceLostError) throw cause;
      this.decline(explain(cause));
    }
  }
}
