/** @file What the worker says when code of its own cannot be fetched. */

export const unloaded =
  'A part of the engine could not be loaded: check the connection, then try again. If the app has been updated since ' +
  'this page was opened, reload the page.';

/** What browsers say of a module that could not be fetched: Chromium and Firefox, then Safari. */
const UNFETCHED = /dynamically imported module|Importing a module script failed/i;

export const isUnfetched = (error: unknown): boolean =>
  error instanceof TypeError && UNFETCHED.test(error.message);
