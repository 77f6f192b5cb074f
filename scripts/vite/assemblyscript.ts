/**
 * @file Compiles our WASM kernels, written in AssemblyScript, when Vite meets an import of one of
 * `virtual:wasm-kernels/<variant>`: in the dev server, in a build and in the tests alike, so that no binary is
 * ever committed or stale. The module's default export is the binary, an `Uint8Array`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { loadCompiler } from './assemblyscriptCompiler.ts';
import { cached } from './kernelCache.ts';

const SOURCES = fileURLToPath(new URL('../../src/tensor/wasm/assembly', import.meta.url));
const COMPILER = fileURLToPath(new URL('../../node_modules/assemblyscript/package.json', import.meta.url));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/wasm-kernels', import.meta.url));
const PREFIX = 'virtual:wasm-kernels/';

const SHARED_MEMORY = ['--sharedMemory', '--maximumMemory', '65536'];

/** Compiler options of each variant: with or without threads, with or without fused multiply-add. */
const variants: Record<string, string[]> = {
  single: ['--enable', 'simd'],
  'single-relaxed': ['--enable', 'simd,relaxed-simd'],
  threads: ['--enable', 'simd,threads', ...SHARED_MEMORY],
  'threads-relaxed': ['--enable', 'simd,relaxed-simd,threads', ...SHARED_MEMORY],
};

/**
 * The kernels live in TensorFlow.js's heap: the memory is imported, there is no runtime, and there must be no
 * data, which would overwrite whatever lies at its address.
 */
const options = ['--runtime', 'stub', '--importMemory', '--noAssert', '-O3', '--outFile', 'kernels.wasm'];

/**
 * Compiles the kernels of `src/tensor/wasm/assembly`.
 * @param variant `single`, `threads`, each with `-relaxed` or without
 * @throws Error with the compiler's messages
 */
export async function compileKernels(variant: string, directory = SOURCES): Promise<Uint8Array> {
  const features = variants[variant];
  if (features === undefined) throw new Error(`There is no variant “${variant}” of the WASM kernels.`);
  let binary: Uint8Array | undefined;
  const messages: string[] = [];
  const compiler = await loadCompiler();
  const { error } = await compiler.main(['index.ts', ...options, ...features], {
    readFile: (name) => readFile(join(directory, name), 'utf8').catch(() => null),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
    stderr: { write: (chunk) => messages.push(typeof chunk === 'string' ? chunk : decode(chunk)) },
  });
  if (error !== null || binary === undefined)
    throw new Error(`The WASM kernels do not compile.\n${messages.join('')}`);
  if (hasDataSection(binary))
    throw new Error('The WASM kernels have static data, which would clobber the heap.');
  return binary;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const DATA_SECTION = 11;
/** Magic number and version. */
const HEADER_BYTES = 8;

/** Whether the module writes to its memory when it is instantiated. */
export function hasDataSection(binary: Uint8Array): boolean {
  for (let at = HEADER_BYTES; at < binary.length;) {
    const section = binary[at];
    const { value: size, next } = readLeb128(binary, at + 1);
    if (section === DATA_SECTION && readLeb128(binary, next).value > 0) return true;
    at = next + size;
  }
  return false;
}

function readLeb128(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next: at };
  }
}

/** The Vite plugin; a config needs it among its `plugins` and its `worker.plugins`. */
export function wasmKernels(): Plugin {
  return {
    name: 'wasm-kernels',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      for (const file of await readdir(SOURCES)) this.addWatchFile(join(SOURCES, file));
      const binary = await queued(() => keptKernels(id.slice(PREFIX.length + 1)));
      const base64 = Buffer.from(binary).toString('base64');
      return `export default Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));`;
    },
  };
}

/** {@link compileKernels}, unless the same was compiled before. */
async function keptKernels(variant: string): Promise<Uint8Array> {
  const version = JSON.parse(await readFile(COMPILER, 'utf8')) as { version: string };
  const recipe = [version.version, ...options, ...(variants[variant] ?? [])];
  return cached(CACHE, SOURCES, recipe, () => compileKernels(variant));
}

let last: Promise<unknown> = Promise.resolve();

/** One compilation at a time: the compiler keeps its state in globals. */
function queued<T>(task: () => Promise<T>): Promise<T> {
  const result = last.then(task);
  last = result.catch(() => undefined);
  return result;
}
