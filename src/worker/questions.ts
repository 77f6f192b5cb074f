/** @file What was asked about images, answered between two steps: nothing of a run changes by it. */
import type { InspectionQuestion } from '../protocol/commands.ts';
import type { LookQuestion } from '../protocol/look.ts';
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';
import { Inspections } from './inspections.ts';
import { Looks } from './looks.ts';

export class Questions {
  private readonly inspections: Inspections;
  private readonly looks: Looks;

  constructor(emit: Emit) {
    this.inspections = new Inspections(emit);
    this.looks = new Looks(emit);
  }

  ask(question: InspectionQuestion | LookQuestion): void {
    if (question.type === 'inspect') this.inspections.ask(question);
    else this.looks.ask(question);
  }

  /**
   * @param arms those that have not stopped
   * @param askable whether the networks can be asked: what that takes is compiled
   */
  async answer(arms: readonly Arm[], askable: boolean): Promise<void> {
    await this.inspections.answer(arms, askable);
    await this.looks.answer(arms, askable);
  }
}
