/** @file How the page is looked at: theme, open panels, the enlarged charts, the arm and the epoch of the gallery. */
import { createStore } from 'zustand/vanilla';

export type Theme = 'system' | 'light' | 'dark';
export type DialogName = 'help' | 'credits';

export interface ViewState {
  theme: Theme;
  /** Single-key shortcuts; some assistive software needs them off. */
  shortcuts: boolean;
  /** The settings' sheet on narrow screens. */
  settingsOpen: boolean;
  performanceOpen: boolean;
  dialog: DialogName | null;
  /** The enlarged metric of each question that has one chosen. */
  enlarged: Readonly<Record<string, string>>;
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

/** What the last visit chose. Storage may be forbidden or hold anything; then the defaults stand. */
function remembered(): Pick<ViewState, 'theme' | 'shortcuts'> {
  const defaults = { theme: 'system' as const, shortcuts: true };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return defaults;
    return {
      theme: 'theme' in stored && isTheme(stored.theme) ? stored.theme : defaults.theme,
      shortcuts: !('shortcuts' in stored && stored.shortcuts === false),
    };
  } catch {
    return defaults;
  }
}

export const viewStore = createStore<ViewState>(() => ({
  ...remembered(),
  settingsOpen: false,
  performanceOpen: false,
  dialog: null,
  enlarged: {},
  tables: {},
  arm: null,
  moment: null,
}));

viewStore.subscribe(({ theme, shortcuts }, before) => {
  if (theme === before.theme && shortcuts === before.shortcuts) return;
  try {
    localStorage.setItem(storageKey, JSON.stringify({ theme, shortcuts }));
  } catch {
    // Private windows may forbid storage; the choice then lasts as long as the page.
  }
});

/** System → light → dark → system. */
export function nextTheme(): void {
  viewStore.setState(({ theme }) => ({
    theme: themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system',
  }));
}

export const openDialog = (dialog: DialogName | null) => viewStore.setState({ dialog });
export const showPerformance = (performanceOpen: boolean) => viewStore.setState({ performanceOpen });
export const showSettings = (settingsOpen: boolean) => viewStore.setState({ settingsOpen });

export function enlarge(question: string, metric: string): void {
  viewStore.setState(({ enlarged }) => ({ enlarged: { ...enlarged, [question]: metric } }));
}

export function toggleTable(question: string): void {
  viewStore.setState(({ tables }) => ({ tables: { ...tables, [question]: tables[question] !== true } }));
}

export const showMoment = (moment: number | null) => viewStore.setState({ moment });
export const showArm = (arm: number | null) => viewStore.setState({ arm });
