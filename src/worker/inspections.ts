/**
 * @file The questions that were asked last, answered between two steps. One costs the run nothing but that moment; where
 * the networks are asked, too, it is that of a forward pass.
 */
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';
import type { InspectionQuestion as Question } from '../protocol/commands.ts';
import type { Inspection } from '../protocol/inspection.ts';

export class Inspections {
  /** By whether they ask the networks: who looks into a pair and who shows scenes wait for themselves alone. */
  private readonly questions = new Map<boolean, Question>();

  constructor(private readonly emit: Emit) {}

  /** Whoever asks again has moved on: only the newest question is kept. */
  ask(question: Question): void {
    this.questions.set(question.outputs, question);
  }

  /**
   * @param arms those that have not stopped
   * @param askable whether the networks can be asked: what that takes is compiled
   */
  async answer(arms: readonly Arm[], askable: boolean): Promise<void> {
    for (const question of [...this.questions.values()]) {
      const { arm, image, outputs } = question;
      const found = arms.find(({ options }) => options.index === arm);
      if (found !== undefined && !(found.imagesThere && (askable || !outputs))) continue;
      this.questions.delete(outputs);
      const inspection = found === undefined ? null : await inspectionOf(found, question);
      this.emit({ type: 'inspected', arm, image, outputs, inspection });
    }
  }
}

async function inspectionOf({ run }: Arm, { image, epoch, outputs }: Question): Promise<Inspection | null> {
  const found = imageOf(run, image);
  const inspection = (found === undefined ? undefined : run.inspect(found, epoch)) ?? null;
  return inspection && outputs ? { ...inspection, outputs: await run.pairOutputs(inspection) } : inspection;
}

/** Undefined where one with an open gate is wanted and there is none. */
function imageOf(run: Arm['run'], wanted: Question['image']): number | undefined {
  if (typeof wanted === 'object') return run.openAfter(wanted.openAfter);
  return typeof wanted === 'number' ? wanted : run.nextImage(wanted);
}
