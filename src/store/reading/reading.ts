/** @file How the charts over time are read: at which epoch, over which epochs, and how their lines are drawn. */
import { createStore } from 'zustand/vanilla';
import type { Range } from '../../charts/clipped.ts';
import type { ChartView } from '../../charts/picture.ts';
import { emptyAlbum } from '../run/album.ts';
import type { PageRun } from '../run/run.ts';
import { armLookedAt } from '../view/lookedAt.ts';
import type { View } from '../view/view.ts';

export interface ReadingState extends ChartView {
  /** Where all charts are read, in epochs: where the pointer or the keyboard is. */
  at: number | null;
}

/** A range of fewer epochs than this share of all would show nothing but two points. */
const LEAST_SHARE = 1 / 500;

interface Needs {
  run: Pick<PageRun, 'store'>;
  view: Pick<View, 'store' | 'showMoment'>;
}

export function createReading({ run, view }: Needs) {
  const store = createStore<ReadingState>(() => ({
    at: null,
    range: null,
    smooth: false,
    logarithmic: false,
  }));

  const album = () => (armLookedAt(run.store.getState(), view.store.getState())?.album ?? emptyAlbum).moments;

  return {
    store,
    /** Null: nowhere. */
    readAt: (at: number | null): void => store.setState({ at }),
    /** Shows these epochs alone, be they told in either order; those too few to see anything are widened. */
    show: (one: number, other: number, all: number): void => {
      const least = all * LEAST_SHARE;
      const middle = (one + other) / 2;
      const half = Math.max(Math.abs(one - other), least) / 2;
      const from = Math.max(0, Math.min(middle - half, all - 2 * half));
      store.setState({ range: { from, to: Math.min(all, from + 2 * half) } });
    },
    /** Half of the epochs that are shown, or twice as many, about one that stays where it is. */
    zoom: (about: number, by: 'in' | 'out', all: number): void => {
      const { from, to }: Range = store.getState().range ?? { from: 0, to: all };
      const factor = by === 'in' ? 0.5 : 2;
      const [left, right] = [about - (about - from) * factor, about + (to - about) * factor];
      if (right - left >= all * (1 - 1e-9)) store.setState({ range: null });
      else if (right - left >= all * LEAST_SHARE)
        store.setState({ range: { from: Math.max(0, left), to: Math.min(all, right) } });
    },
    showAll: (): void => store.setState({ range: null }),
    toggleSmooth: (): void => store.setState(({ smooth }) => ({ smooth: !smooth })),
    toggleLogarithmic: (): void => store.setState(({ logarithmic }) => ({ logarithmic: !logarithmic })),
    /**
     * Gallery and diagram go to the moment that was kept nearest to an epoch, and stay there; the newest, and that which
     * they are at, have them follow the run again.
     */
    pin: (epoch: number, stepsPerEpoch: number): void => {
      const moments = album();
      const distances = moments.map(({ step }) => Math.abs(step / stepsPerEpoch - epoch));
      const nearest = distances.indexOf(Math.min(...distances));
      if (nearest === -1) return;
      const isFree = nearest === moments.length - 1 || nearest === view.store.getState().moment;
      view.showMoment(isFree ? null : nearest);
    },
  };
}
