/** @file Steps that are to be told in their parts: the next round of every arm, once all that it takes is there. */
import type { StepStory, ToldAt } from '../protocol/stepStory.ts';
import type { Watch } from '../training/run.ts';
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';

export class Stories {
  private readonly wanted: ToldAt[] = [];

  constructor(private readonly emit: Emit) {}

  /** @param told absent of a step that is not to be told */
  ask(told: ToldAt | undefined): void {
    if (told !== undefined) this.wanted.push(told);
  }

  /**
   * Whether the next step has to wait to be told. Where none is left, there is nothing to wait for.
   * @param askable whether the networks can be asked: what that takes is compiled
   */
  waits(arms: readonly Arm[], askable: boolean): boolean {
    if (arms.every(({ run }) => run.finished)) this.decline(arms);
    return this.wanted.length > 0 && !(askable && arms.every(({ imagesThere }) => imagesThere));
  }

  /** The steps will not be taken: there is none left, or the run begins again. */
  decline(arms: readonly Arm[]): void {
    if (this.wanted.length === 0) return;
    this.wanted.length = 0;
    for (const { options } of arms) this.tell(options.index, null);
  }

  /** What the steps of the next round are taken within, if they are to be told. */
  next(arms: readonly Arm[]): ((arm: Arm) => Watch) | undefined {
    const told = this.wanted.shift();
    if (told === undefined) return undefined;
    const chooser = arms.find(({ options }) => options.index === told.arm) ?? arms[0];
    const image = chooser?.run.nextPair(told.image) ?? 0;
    return (arm) => async (step) => {
      let story: StepStory | null = null;
      try {
        const tale = await arm.run.tellStep(image, step);
        const record = await arm.collect();
        if (tale !== undefined && record !== undefined) story = { ...tale, record };
      } finally {
        this.tell(arm.options.index, story);
      }
    };
  }

  private tell(arm: number, story: StepStory | null): void {
    this.emit({ type: 'stepTold', arm, story });
  }
}
