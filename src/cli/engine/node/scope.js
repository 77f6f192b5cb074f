/**
 * @file The first that runs in a process of Node which is to be a browser's worker: makes of its global scope what the
 * engine finds in one, with Dawn as its WebGPU, and then loads the worker's script as it was built for browsers. It is
 * JavaScript because what makes TypeScript run in commands is not loaded here.
 */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * What is used of the package that brings WebGPU, which need not be installed for this project to be checked.
 *
 * @typedef {object} Dawn
 * @property {(flags: string[]) => GPU} create
 * @property {Readonly<Record<string, unknown>>} globals
 */

// Path of the worker's script, and name of the package.
const [script = '', dawn = ''] = process.argv.slice(2);
/** @type {unknown} */
const loaded = await import(dawn);
const { create, globals } = /** @type {Dawn} */ (loaded);
const gpu = create([]);
if ((await gpu.requestAdapter()) === null)
  throw new Error(
    'Dawn finds no graphics device on this machine. Where there is a card, its driver for Vulkan, Metal or Direct3D ' +
      'is missing; where there is none, VK_ICD_FILENAMES can name a software one, such as the ' +
      'vk_swiftshader_icd.json beside Chromium',
  );

/** @type {(name: string, value: unknown) => void} */
const define = (name, value) =>
  void Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

for (const [name, value] of Object.entries(globals)) define(name, value);
define('self', globalThis);
define('navigator', {
  gpu,
  hardwareConcurrency: availableParallelism(),
  userAgent: `Node ${process.version}`,
});
define('location', pathToFileURL(script));
// By this TensorFlow.js takes it for a browser, as which it was built.
define('WorkerGlobalScope', EventTarget);
define('isSecureContext', true);
define('crossOriginIsolated', false);

const listeners = new EventTarget();
define('addEventListener', listeners.addEventListener.bind(listeners));
define('removeEventListener', listeners.removeEventListener.bind(listeners));
define('onmessage', null);

define('postMessage', (/** @type {unknown} */ message) => process.send?.(message));

await import(pathToFileURL(script).href);

// Only now: until somebody listens, messages wait.
process.on('message', (data) => {
  const event = new MessageEvent('message', { data });
  listeners.dispatchEvent(event);
  /** @type {unknown} */
  const heard = Reflect.get(globalThis, 'onmessage');
  if (typeof heard === 'function') Reflect.apply(heard, globalThis, [event]);
});

process.on('disconnect', () => process.exit());
