/** @file The browser as what is around a page. */
import { createTrainingClient } from '../client/trainingClient.ts';
import { realClock } from './clock.ts';
import { download } from './files/download.ts';
import { memoryIn } from './memory.ts';
import type { Surroundings } from './page.ts';

/** There is room for one column only; the style sheets have the same width. */
export const NARROW = '(max-width: 860px)';

/** The browser asks in words of its own. */
const askFirst = (event: BeforeUnloadEvent): void => event.preventDefault();

export function browserSurroundings(): Surroundings {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const narrow = matchMedia(NARROW);
  return {
    connect: (onEvent) => createTrainingClient(onEvent),
    memory: memoryIn(() => localStorage),
    fetch: (...request) => fetch(...request),
    baseUrl: () => document.baseURI,
    address: {
      query: () => location.search,
      replaceQuery: (query) => history.replaceState(null, '', `${location.pathname}${query}${location.hash}`),
      onTravel: (callback) => {
        addEventListener('popstate', callback);
        return () => removeEventListener('popstate', callback);
      },
    },
    entry: () =>
      document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src.split('/').at(-1) ?? '',
    reload: () => location.reload(),
    holdLeaving: (hold) =>
      hold ? addEventListener('beforeunload', askFirst) : removeEventListener('beforeunload', askFirst),
    download,
    isCalm: () => calm.matches,
    isNarrow: () => narrow.matches,
    clock: realClock,
    random: () => Math.random(),
  };
}
