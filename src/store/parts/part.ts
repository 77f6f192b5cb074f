/** @file A part of the app whose code comes later than the page: what it is when it does not come. */

/** Code that could not be fetched. What it was wanted for, and what helps, whoever wanted it says. */
export class PartError extends Error {
  override readonly name = 'PartError';
}

/**
 * A part, by a function that imports it. Each call asks for it anew, which is how it is tried again.
 * @throws PartError
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new PartError('A part of the app could not be loaded.', { cause });
  }
}

/** Why a part is not there, as far as a page can tell from outside of the browser's module loader. */
export type Absence =
  /** The app's host does not answer, or not with the app. */
  | 'unreachable'
  /** The host has another build by now; what this one has not loaded yet is gone. */
  | 'updated'
  /** The host has this build. The file failed alone, or the browser keeps an earlier failure until the page is reloaded. */
  | 'withheld';

/** What helps, for the person. */
export const remedy: Readonly<Record<Absence, string>> = {
  unreachable: 'The app’s server cannot be reached: check the connection, then try again.',
  updated: 'The app has been updated since this page was opened: reload it to get the new version.',
  withheld: 'Try again; where that does not help, reload the page.',
};
