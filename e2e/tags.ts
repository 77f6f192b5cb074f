/** @file What kind of a test one is, where it matters for when it runs. */

/** It trains nothing: two of them run at a time. */
export const untrained = { tag: '@page' } as const;

/** It is slow and seldom breaks: `npm test -- --full` runs it. */
export const slow = { tag: '@full' } as const;

/** Both. */
export const slowAndUntrained = { tag: [untrained.tag, slow.tag] };

/** The main way through the site: `npm test -- --changed` runs it for a change of anything that is part of it. */
export const mainWay = { tag: '@smoke' } as const;
