import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { withoutScriptDirectory } from './threadedWasm.ts';

it('leaves no outer variable in the text that threads start from', async () => {
  const path = createRequire(import.meta.url).resolve(
    '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js',
  );
  const code = await readFile(path, 'utf8');
  expect(code).toContain('_scriptDir');
  expect(withoutScriptDirectory(code)).not.toContain('_scriptDir');
});

it('says so when the file is another one', () => {
  expect(() => withoutScriptDirectory('export {}')).toThrow('has changed');
});
