/** @file The browser as what is around a page. */
import { createTrainingClient } from '../client/trainingClient.ts';
import { realClock } from './clock.ts';
import { download } from './files/download.ts';
import { memoryIn } from './memory.ts';
import type { Surroundings } from './page.ts';

/** The browser asks in words of its own. */
const askFirst = (event: BeforeUnloadEvent): void => event.preventDefault();

export function browserSurroundings(): Surroundings {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  return {
    connect: (onEvent) => createTrainingClient(onEvent),
    memory: memoryIn(() => localStorage),
    fetch: (...request) => fetch(...request),
    baseUrl: () => document.baseURI,
    entry: () =>
      document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src.split('/').at(-1) ?? '',
    reload: () => location.reload(),
    holdLeaving: (hold) =>
      hold ? addEventListener('beforeunload', askFirst) : removeEventListener('beforeunload', askFirst),
    showQuery: (query) => history.replaceState(null, '', query),
    download,
    isCalm: () => calm.matches,
    clock: realClock,
    random: () => Math.random(),
  };
}
