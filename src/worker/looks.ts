/**
 * @file What the networks look at, for who asked last: answered between two steps. It costs the run nothing but that
 * moment, which is some forward passes.
 */
import type { Look, LookQuestion as Question } from '../protocol/look.ts';
import { Looking } from '../training/explanation/looking.ts';
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';

export class Looks {
  private question: Question | undefined;
  /** What stays the same from one look to the next goes with its arm. */
  private readonly looking = new WeakMap<Arm, Looking>();

  constructor(private readonly emit: Emit) {}

  /** Whoever asks again has moved on: only the newest question is kept. */
  ask(question: Question): void {
    this.question = question;
  }

  /**
   * @param arms those that have not stopped
   * @param askable whether the networks can be asked: what that takes is compiled
   */
  async answer(arms: readonly Arm[], askable: boolean): Promise<void> {
    const { question } = this;
    if (question === undefined) return;
    const { arm, image } = question;
    const found = arms.find(({ options }) => options.index === arm);
    if (found !== undefined && !(askable && found.imagesThere)) return;
    this.question = undefined;
    const look = found === undefined ? null : await this.lookAt(found, image);
    this.emit({ type: 'attended', arm, image, look });
  }

  private lookAt(arm: Arm, image: number): Promise<Look | null> {
    const { run, options } = arm;
    const looking = this.looking.get(arm) ?? new Looking(options.config, options.dataset);
    this.looking.set(arm, looking);
    return looking.at(run.trainer.method, run.step, image);
  }
}
