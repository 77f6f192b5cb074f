/**
 * @file TensorFlow.js starts its WASM threads from the source text of a function, which names a variable outside
 * of it behind a `typeof` guard. A minifier removes the guard and renames the variable, and the threads die of a
 * ReferenceError. In a module worker that variable is always undefined, so it is written as such.
 */
import type { Plugin } from 'vite';

const FILE = 'tfjs-backend-wasm-threaded-simd.js';

/** The emscripten module without its outer variable. @throws Error if the file is not as it was known to be */
export function withoutScriptDirectory(code: string): string {
  const declarations = /var _scriptDir = [^;]+;\s*if \(typeof __filename !== 'undefined'\) [^;]+;/;
  if (!declarations.test(code)) throw new Error(`${FILE} has changed: its _scriptDir was not found.`);
  return code.replace(declarations, '').replaceAll('_scriptDir', 'undefined');
}

/** For the worker's plugins. */
export const threadedWasm = (): Plugin => ({
  name: 'threaded-wasm',
  transform(code, id) {
    return id.split('?')[0]?.endsWith(FILE) === true
      ? { code: withoutScriptDirectory(code), map: null }
      : undefined;
  },
});
