/** @file What our policy would have done in a recorded step, and whether the recording did the same. */
import { stream } from '../../adasim/random.ts';
import { PositiveSelector, type Policy, type Selection } from '../../adasim/selection.ts';
import { VoteCounter } from '../../adasim/votes.ts';
import type { NeighbourWindow } from '../../adasim/window.ts';
import { countsVotes, type Trace } from '../../formats/trace.ts';
import { largestDistance } from '../../tensor/relativeError.ts';
import { agreement, type Agreement } from './ranking.ts';

export interface JudgedSelection extends Selection {
  /** Of T_i with the recorded one; after a tie, `candidates` and the gate are the recorded ones. */
  agreement: Agreement;
  /** The recorded positive is one that our policy could have drawn. */
  possible: boolean;
}

export class RecordedSelector {
  private readonly selector: PositiveSelector;
  private readonly votes: VoteCounter;

  constructor(
    private readonly trace: Trace,
    private readonly window: NeighbourWindow,
  ) {
    this.selector = new PositiveSelector(window);
    this.votes = new VoteCounter(window);
  }

  /** The selections of one step's batch. */
  select(step: number, images: Int32Array): JudgedSelection[] {
    const { config, steps } = this.trace;
    const positives = steps.positives.data.subarray(step * images.length, (step + 1) * images.length);
    const selections = Array.from(images, (image) => this.choose(image, config.bootstrap.policy));
    const settled = this.settleAll(step, images, selections);
    return settled.map((selection, b) => ({
      ...selection,
      possible: isPossible(selection, positives[b] ?? -1),
    }));
  }

  private settleAll(
    step: number,
    images: Int32Array,
    selections: readonly Selection[],
  ): Omit<JudgedSelection, 'possible'>[] {
    const { config, expect } = this.trace;
    const { topK, policy } = config.bootstrap;
    if (expect.votes === undefined || !countsVotes(policy))
      return selections.map((selection) => ({ ...selection, agreement: 'same' }));
    const [from, to] = [step * images.length * topK, (step + 1) * images.length * topK];
    const candidates = expect.votes.candidates.data.subarray(from, to);
    const apart = largestDistance(
      selections.flatMap((selection) => [...selection.scores]),
      expect.votes.scores.data.subarray(from, to),
    );
    return selections.map((selection, b) => {
      const image = images[b] ?? -1;
      const theirs = candidates.subarray(b * topK, (b + 1) * topK);
      const result = this.judge(image, selection, theirs, apart);
      return {
        ...(result === 'tied' ? this.settle(image, selection, theirs) : selection),
        agreement: result,
      };
    });
  }

  /** The recorded draws are used, so ours need only be valid: any seed will do. */
  private choose(image: number, policy: Policy): Selection {
    return this.selector.select(image, { ...this.trace.config.bootstrap, policy }, stream(0, 'replay'));
  }

  private judge(image: number, ours: Selection, theirs: Int32Array, apart: number): Agreement {
    if (!this.window.isFull) this.votes.clear();
    else this.votes.count(image);
    const valueOf = (j: number): number => this.votes.scoreOf(j) ?? -Infinity;
    return agreement({ indices: ours.candidates, values: ours.scores, valueOf }, theirs, apart);
  }

  /** Of equal votes, the recorded order. It may decide the gate, and with it whether anything is drawn. */
  private settle(image: number, ours: Selection, candidates: Int32Array): Selection {
    const gateOpen = candidates[0] === image;
    const { policy } = this.trace.config.bootstrap;
    const turned = policy === 'adaptive' && gateOpen !== ours.gateOpen;
    const selection = turned ? this.choose(image, gateOpen ? 'window' : 'none') : ours;
    return { ...selection, candidates, gateOpen };
  }
}

/** The recorded positive has a probability above 0, or is what the policy leaves no choice about. */
function isPossible({ reason, candidates, probabilities, positive }: Selection, recorded: number): boolean {
  if (reason !== 'drawn') return recorded === positive;
  return (probabilities[candidates.indexOf(recorded)] ?? 0) > 0;
}
