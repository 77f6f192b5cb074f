/** @file How a run begins: from the seed, from weights, or from a file that has yet to be read. */
import type { StoreApi } from 'zustand/vanilla';
import type { TrainingClient } from '../../client/trainingClient.ts';
import { namedArms } from '../../config/armLabels.ts';
import type { BackendChoice } from '../../protocol/device.ts';
import type { Event } from '../../protocol/events.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { ExperimentState, OpenedFile } from '../experiment/experimentState.ts';
import type { OpeningState } from './opening.ts';
import { changedPaths } from './pending.ts';
import { isAlive } from './phases.ts';
import type { ProductChoice, Products } from './productStyle.ts';
import { startedRun, type RunState } from './runState.ts';

/** A run that fails, or a file that does not begin one; what else cannot be done leaves the run as it is. */
export const concernsBeginning = ({ answers, fatal }: Extract<Event, { type: 'error' }>): boolean =>
  fatal || answers === 'start';

interface BeginningNeeds {
  store: StoreApi<RunState>;
  opening: StoreApi<OpeningState>;
  client: Pick<TrainingClient, 'start' | 'reset' | 'step' | 'resume' | 'revive'>;
  experiment: Pick<Experiment, 'store' | 'adoptArms' | 'setWeights'>;
  products: Pick<Products, 'store'>;
  /** The gallery follows the new run. */
  followNewest: () => void;
  /** Takes over what was changed in the form while a file was read. */
  catchUp: () => void;
}

/** What a run begins on, and from, besides its configuration. */
interface Beginning extends Pick<ExperimentState, 'backend' | 'weights'> {
  products: ProductChoice;
}

/** A file that the worker reads, and what was asked of its run meanwhile. */
interface Opening {
  backend: BackendChoice;
  products: ProductChoice;
  lineup: symbol;
  file: OpenedFile;
  then: ('step' | 'resume')[];
}

const styleOf = (products: ProductChoice) => (products === 'auto' ? {} : { productStyle: products });

export function createBeginning(needs: BeginningNeeds) {
  const { store, opening, client, experiment, followNewest } = needs;
  let begun: Beginning = { backend: 'auto', weights: null, products: 'auto' };
  /** Those that the worker has not answered yet; it answers in this order. */
  let underWay: Opening[] = [];
  const products = () => needs.products.store.getState().choice;

  const tellReading = (): void => opening.setState({ reading: underWay.at(-1)?.file.name ?? null });

  /** The worker has answered about the file that it was given first. */
  const nextOpening = (): Opening | undefined => {
    const answered = underWay.shift();
    tellReading();
    return answered;
  };

  /** Whatever becomes of the files, no run begins from them. */
  const forgetOpenings = (): void => {
    underWay = [];
    tellReading();
  };

  const startFrom = (file: OpenedFile, paused: boolean): void => {
    const { arms, lineup, backend } = experiment.store.getState();
    underWay.push({ backend, products: products(), lineup, file, then: [] });
    tellReading();
    client.start({
      arms: namedArms(arms),
      backend,
      paused,
      ...styleOf(products()),
      checkpoint: file.bytes,
    });
  };

  const start = (paused: boolean): void => {
    const { arms, lineup, backend, weights } = experiment.store.getState();
    if (weights !== null) {
      startFrom(weights, paused);
      return;
    }
    store.setState(startedRun(arms, store.getState().notices, lineup), true);
    begun = { backend, weights, products: products() };
    // Where a file was on its way, this run takes its place.
    forgetOpenings();
    followNewest();
    client.start({ arms: namedArms(arms), backend, paused, ...styleOf(products()) });
  };

  return {
    /** A run of the form's settings. */
    start,
    /**
     * Begins a run from a file. The run before goes on until the worker has read the file and found it good, which
     * the event `opened` tells, or an `error` that answers `start` if it is not.
     */
    startFrom,
    /** Step 0 again, of a new run if the settings have changed. */
    restart: (paused: boolean): void => {
      const run = store.getState();
      const { arms, backend, weights } = experiment.store.getState();
      const same = changedPaths(run.arms, arms).length === 0 && run.tunings.length === 0;
      const sameBeginning =
        backend === begun.backend && weights === begun.weights && products() === begun.products;
      followNewest();
      if (isAlive(run) && same && sameBeginning) client.reset(paused);
      else start(paused);
    },
    /** A run that was stranded goes on, on what the form now has. */
    revive: (): void => {
      if (store.getState().stranded === null) return;
      const { backend } = experiment.store.getState();
      begun = { ...begun, backend, products: products() };
      client.revive({ backend, ...styleOf(products()) });
    },
    /** Keeps a command for the run of the file that is being read. Returns whether there is one. */
    afterOpening: (command: 'step' | 'resume'): boolean => {
      const newest = underWay.at(-1);
      newest?.then.push(command);
      return newest !== undefined;
    },
    /** A file was bad, or all of them go with a run that has failed. */
    endOpening: (failed: boolean): void => {
      if (failed) forgetOpenings();
      else nextOpening();
    },
    /** The file was good: the form shows what it brought. */
    followFile: (origin: 'checkpoint' | 'weights'): void => {
      const [first] = store.getState().arms;
      const opened = nextOpening();
      if (opened === undefined || first === undefined) return;
      const { lineup, file, then, ...on } = opened;
      begun = { ...on, weights: origin === 'weights' ? file : null };
      if (origin === 'checkpoint') {
        experiment.adoptArms([{ config: first.config }]);
        store.setState({ lineup: experiment.store.getState().lineup });
      } else {
        experiment.setWeights(file);
        store.setState({ lineup });
        needs.catchUp();
      }
      followNewest();
      for (const command of then) client[command]();
    },
  };
}
