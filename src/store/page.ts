/** @file One page: its parts, what each is given of the others, and when they begin and cease to listen. */
import type { TrainingClient } from '../client/trainingClient.ts';
import type { Event } from '../protocol/events.ts';
import type { Clock } from './clock.ts';
import { mirrorAddress, readAddress, type AddressBar } from './experiment/address.ts';
import { createExperiment, type Experiment } from './experiment/experiment.ts';
import type { Download } from './files/download.ts';
import { createEndings, type Endings } from './files/endings.ts';
import { createOpener, type Opener } from './files/openFile.ts';
import { createSaving, type Saving } from './files/saving.ts';
import { createInspector, type Inspector } from './inspector/inspector.ts';
import type { Memory } from './memory.ts';
import { loadPart } from './parts/part.ts';
import { createParts, type Parts } from './parts/parts.ts';
import { createPlayback, type Playback } from './recorded/playback.ts';
import { createProducts, type Products } from './run/productStyle.ts';
import type { Ending } from './run/ending.ts';
import { createRun, type PageRun } from './run/run.ts';
import { createPresentation, type Presentation } from './view/presentation.ts';
import { createView, type View } from './view/view.ts';

/** What a page needs of what is around it. */
export interface Surroundings {
  /** A client of the training worker, which tells of every event of the current run. */
  connect: (onEvent: (event: Event) => void) => TrainingClient;
  memory: Memory;
  fetch: typeof fetch;
  /** What the paths of the page's own files are relative to. */
  baseUrl: () => string;
  address: AddressBar;
  /** The name of the file that the page begins with, which is another in every build. */
  entry: () => string;
  reload: () => void;
  /** Has the browser ask before the page is left, or no longer: one that asks keeps no page for Back. */
  holdLeaving: (hold: boolean) => void;
  download: Download;
  /** Whether the person wants no motion. */
  isCalm: () => boolean;
  /** Whether there is room for one column only. */
  isNarrow: () => boolean;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
}

export interface Page {
  readonly surroundings: Surroundings;
  readonly experiment: Experiment;
  readonly view: View;
  readonly presentation: Presentation;
  readonly products: Products;
  readonly run: PageRun;
  readonly saving: Saving;
  readonly endings: Endings;
  readonly parts: Parts;
  readonly opener: Opener;
  readonly inspector: Inspector;
  readonly playback: Playback;
  /** Takes over the experiment of the page's link, then mirrors it, and plays what is recorded of it. */
  open: (query: string) => Promise<void>;
  /**
   * A part that not every visit needs: made when it is first asked for, and the same from then on. Its code need not
   * come with the page's.
   */
  part: <Part>(create: (page: Page) => Part) => Part;
  /** Has `stop` called at the page's end. */
  untilEnd: (stop: () => void) => void;
  /** Ends the run and all listening. */
  dispose: () => void;
}

export function createPage(surroundings: Surroundings): Page {
  const { connect, memory, fetch, baseUrl, address, download, isCalm, isNarrow, clock, random } =
    surroundings;
  const { entry, holdLeaving } = surroundings;
  const stops: (() => void)[] = [];
  const made = new Map<unknown, unknown>();

  const experiment = createExperiment((undone, act) => parts.attempt(undone, act));
  const view = createView(memory, isNarrow);
  const presentation = createPresentation();
  const products = createProducts(memory);
  const followNewest = () => view.showMoment(null);
  const requestEnding = (ending: Ending) => endings.request(ending);
  const run = createRun({ experiment, products, followNewest, requestEnding, connect, clock, random });
  const saving = createSaving({ run, experiment, download });
  const endings = createEndings(saving);
  const reload = () => {
    // The person has been asked.
    holdLeaving(false);
    surroundings.reload();
  };
  const parts = createParts({
    ...{ fetch, baseUrl, entry, notify: run.notify },
    reload: () => requestEnding({ question: 'Reload the page?', verb: 'reload', go: reload }),
  });
  const openLesson = async (name: string, text: string) => {
    const { lessonsOf } = await loadPart(() => import('./lessons/onPage.ts'));
    await page.part(lessonsOf).openText(name, text);
  };
  const opener = createOpener({ run, experiment, endings, parts, openLesson });
  const fetchFile = (path: string) => fetch(new URL(path, baseUrl()));
  const playback = createPlayback({ experiment, run, fetchFile, isCalm, clock });
  const inspector = createInspector({ run, view, playback });

  stops.push(run.dispose, run.listen(), saving.listen(), opener.listen(), inspector.listen());
  stops.push(
    saving.store.subscribe(({ unsaved }, before) => {
      if (unsaved !== before.unsaved) holdLeaving(unsaved);
    }),
  );

  const page: Page = {
    ...{ surroundings, experiment, view, presentation, products, run, saving, endings, parts, opener },
    ...{ inspector, playback },
    open: async (query) => {
      presentation.read(query);
      let foreign = '';
      await parts.attempt('The settings of this link were not used.', async () => {
        foreign = await readAddress(query, experiment, run.notify);
      });
      stops.push(mirrorAddress(experiment, presentation, address, clock, foreign), playback.listen());
    },
    part: <Part>(create: (page: Page) => Part): Part => {
      if (!made.has(create)) made.set(create, create(page));
      return made.get(create) as Part;
    },
    untilEnd: (stop) => void stops.push(stop),
    dispose: () => {
      for (const stop of stops.splice(0)) stop();
    },
  };
  return page;
}
