/** @file How the page is looked at: theme, open panels, the enlarged charts, the arm and the epoch of the gallery. */
import { createStore } from 'zustand/vanilla';
import type { Memory } from '../memory.ts';

export type Theme = 'system' | 'light' | 'dark';
/** `class` shares the page with one. */
export type DialogName = 'help' | 'credits' | 'class';

export interface ViewState {
  theme: Theme;
  /** Single-key shortcuts; some assistive software needs them off. */
  shortcuts: boolean;
  /** The settings beside the page. */
  settingsOpen: boolean;
  /** The settings over a narrow page. */
  sheetOpen: boolean;
  performanceOpen: boolean;
  dialog: DialogName | null;
  /** The diagram walks through the parts of a step. */
  slowMotion: boolean;
  /** The enlarged metric of each question that has one chosen. */
  enlarged: Readonly<Record<string, string>>;
  /** The questions that a lesson shows, each with its enlarged metric; null shows all of them. */
  charts: Readonly<Record<string, string>> | null;
  /** What a lesson in projector mode speaks of, where there is no room for both. */
  stage: 'diagram' | 'explorer';
  /** Questions whose other metrics are shown too. */
  widened: Readonly<Record<string, boolean>>;
  /** Questions whose numbers are shown as tables. */
  tables: Readonly<Record<string, boolean>>;
  /** The arm that is looked at where only one can be; null is the last. */
  arm: number | null;
  /** Index into the album's moments; null follows the newest. */
  moment: number | null;
}

const storageKey = 'adasim-view';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);

type Remembered = Pick<ViewState, 'theme' | 'shortcuts' | 'settingsOpen'>;

/** What the last visit chose. Storage may hold anything; then the defaults stand. */
function remembered(memory: Memory): Remembered {
  const defaults = { theme: 'system' as const, shortcuts: true, settingsOpen: false };
  try {
    const stored: unknown = JSON.parse(memory.recall(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return defaults;
    return {
      theme: 'theme' in stored && isTheme(stored.theme) ? stored.theme : defaults.theme,
      shortcuts: !('shortcuts' in stored && stored.shortcuts === false),
      settingsOpen: 'settingsOpen' in stored && stored.settingsOpen === true,
    };
  } catch {
    return defaults;
  }
}

export type View = ReturnType<typeof createView>;

/** @param isNarrow whether the settings go over the page, not beside it */
export function createView(memory: Memory, isNarrow: () => boolean) {
  const store = createStore<ViewState>(() => ({
    ...remembered(memory),
    sheetOpen: false,
    performanceOpen: false,
    dialog: null,
    slowMotion: false,
    enlarged: {},
    charts: null,
    stage: 'diagram',
    widened: {},
    tables: {},
    arm: null,
    moment: null,
  }));

  const choose = (choice: Partial<Remembered>): void => {
    store.setState(choice);
    const { theme, shortcuts, settingsOpen } = store.getState();
    memory.keep(storageKey, JSON.stringify({ theme, shortcuts, settingsOpen }));
  };

  return {
    store,
    /** System → light → dark → system. */
    nextTheme: () =>
      choose({ theme: themes[(themes.indexOf(store.getState().theme) + 1) % themes.length] ?? 'system' }),
    allowShortcuts: (shortcuts: boolean) => choose({ shortcuts }),
    openDialog: (dialog: DialogName | null) => store.setState({ dialog }),
    showPerformance: (performanceOpen: boolean) => store.setState({ performanceOpen }),
    showSlowMotion: (slowMotion: boolean) => store.setState({ slowMotion }),
    toggleSettings: () => {
      const { sheetOpen, settingsOpen } = store.getState();
      if (isNarrow()) store.setState({ sheetOpen: !sheetOpen });
      else choose({ settingsOpen: !settingsOpen });
    },
    closeSheet: () => store.setState({ sheetOpen: false }),
    enlarge: (question: string, metric: string) =>
      store.setState(({ enlarged, charts }) => ({
        enlarged: { ...enlarged, [question]: metric },
        charts: charts !== null && question in charts ? { ...charts, [question]: metric } : charts,
      })),
    showCharts: (charts: ViewState['charts'], stage: ViewState['stage'] = 'diagram') =>
      store.setState({ charts, stage }),
    widen: (question: string) =>
      store.setState(({ widened }) => ({ widened: { ...widened, [question]: widened[question] !== true } })),
    toggleTable: (question: string) =>
      store.setState(({ tables }) => ({ tables: { ...tables, [question]: tables[question] !== true } })),
    showMoment: (moment: number | null) => store.setState({ moment }),
    showArm: (arm: number | null) => store.setState({ arm }),
  };
}
