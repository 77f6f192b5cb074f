/** @file The built site, which the browsers of several stages visit. */
import type { Counts } from './counts.ts';
import { check, type Say } from './runners.ts';

let building: Promise<Counts> | undefined;

/** Builds the site, once for all that ask: to build it again would take it from under those who visit it. */
export const siteBuilt = (say: Say): Promise<Counts> =>
  (building ??= check(say, 'vite', 'build', '--logLevel', 'warn'));
