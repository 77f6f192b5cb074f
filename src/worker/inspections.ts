/** @file The question that was asked last, answered between two steps. It costs the run nothing but that moment. */
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';
import type { InspectionQuestion as Question } from '../protocol/commands.ts';

export class Inspections {
  private question: Question | undefined;

  constructor(private readonly emit: Emit) {}

  /** Whoever asks again has moved on: only the newest question is kept. */
  ask(question: Question): void {
    this.question = question;
  }

  /** @param arms those that have not stopped */
  answer(arms: readonly Arm[]): void {
    if (this.question === undefined) return;
    const { arm, image, epoch } = this.question;
    const found = arms.find(({ options }) => options.index === arm);
    if (found !== undefined && !isComplete(found)) return;
    this.question = undefined;
    const inspection = found?.run.inspect(image, epoch) ?? null;
    this.emit({ type: 'inspected', arm, image, inspection });
  }
}

/** Whether all images have arrived. The session wakes when they have. */
const isComplete = ({ options: { dataset } }: Arm): boolean => dataset.loaded.train === dataset.train.count;
