/** @file Where the built site is served: as it wants to be, and as a plain host does. */

/** With the headers that give WASM its threads. */
export const isolated = 'http://127.0.0.1:41731/';

/** From a sub-path, without special headers. */
export const plain = 'http://127.0.0.1:41732/some/where/';
