/**
 * @file What each epoch's positives were chosen from, kept so that any choice can be explained later: it is made
 * again, from the same window, under the same settings, with the same draw.
 */
import { drawStream, PositiveSelector, type Selection, type SelectionSettings } from './selection.ts';
import type { NeighbourWindow } from './window.ts';

/** An int32 index and a float32 similarity. */
const BYTES_PER_NEIGHBOUR = 8;

/** Which epochs' choices can be explained, 0-based. */
export interface KnownEpochs {
  first: number;
  newest: number;
  /** Whether there were earlier ones, given up for memory. */
  dropped: boolean;
}

/** What the choices of one epoch were made from. */
export interface EpochBasis {
  /** As it was when the epoch began. */
  window: NeighbourWindow;
  settings: SelectionSettings;
}

export class SelectionHistory {
  /** In order, without gaps. */
  private readonly epochs: EpochBasis[] = [];
  private first = 0;
  private dropped = false;

  /**
   * @param seed of the draws
   * @param mostBytes that the tables of all epochs may take; the oldest make room
   */
  constructor(
    private readonly seed: number,
    private readonly mostBytes: number,
  ) {}

  /** Undefined while nothing is recorded. */
  get known(): KnownEpochs | undefined {
    const { first, dropped, epochs } = this;
    return epochs.length === 0 ? undefined : { first, newest: first + epochs.length - 1, dropped };
  }

  /** The positives of `epoch`, the one after the last recorded, are chosen from this. */
  record(epoch: number, window: NeighbourWindow, settings: SelectionSettings): void {
    if (this.epochs.length === 0) this.first = epoch;
    // Consecutive epochs share all tables but one, so that each costs one.
    this.epochs.push({ window: window.snapshot(), settings: { ...settings } });
    const { images, topK } = window;
    const most = Math.max(1, Math.floor(this.mostBytes / (images * topK * BYTES_PER_NEIGHBOUR)));
    while (this.epochs.length > most) {
      this.epochs.shift();
      this.first += 1;
      this.dropped = true;
    }
  }

  /** Forgets everything: the run goes on elsewhere. */
  clear(): void {
    this.epochs.length = 0;
    this.dropped = false;
  }

  /** What a known epoch's choices were made from. */
  basis(epoch: number): EpochBasis {
    const basis = this.epochs[epoch - this.first];
    if (basis === undefined) throw new RangeError(`Nothing is recorded of epoch ${epoch}.`);
    return basis;
  }

  /** The choice for one image in a known epoch, with all that led to it: the very one that was trained on. */
  explain(image: number, epoch: number): Selection {
    const { window, settings } = this.basis(epoch);
    return new PositiveSelector(window).select(image, settings, drawStream(this.seed, epoch, image));
  }
}
