/**
 * @file The first that runs in a thread of Node which is to be a browser's worker: makes of its global scope what the
 * engine finds in one, with Dawn as its WebGPU, and then loads the worker's script as it was built for browsers. It is
 * JavaScript because what makes TypeScript run here does not reach into threads.
 */
import { availableParallelism } from 'node:os';
import { version } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * What a thread is started with.
 *
 * @typedef {object} Start
 * @property {string} script Path of the worker's script.
 * @property {string} dawn Name of the package that brings WebGPU.
 */

/**
 * What is used of that package, which need not be installed for this project to be checked.
 *
 * @typedef {object} Dawn
 * @property {(flags: string[]) => GPU} create
 * @property {Readonly<Record<string, unknown>>} globals
 */

const port = parentPort;
if (port === null) throw new Error('This file is for a thread of Node.');
/** @type {unknown} */
const given = workerData;
const { script, dawn } = /** @type {Start} */ (given);
/** @type {unknown} */
const loaded = await import(dawn);
const { create, globals } = /** @type {Dawn} */ (loaded);

/** @type {(name: string, value: unknown) => void} */
const define = (name, value) =>
  void Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });

for (const [name, value] of Object.entries(globals)) define(name, value);
define('self', globalThis);
define('navigator', {
  gpu: create([]),
  hardwareConcurrency: availableParallelism(),
  userAgent: `Node ${version}`,
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

/** @type {(message: unknown, options?: StructuredSerializeOptions) => void} */
const postMessage = (message, options) => {
  // The types of Node's ports and of browsers' are two, where both are one thing.
  port.postMessage(
    message,
    /** @type {import('node:worker_threads').Transferable[] | undefined} */ (options?.transfer),
  );
};
define('postMessage', postMessage);

await import(pathToFileURL(script).href);

// Only now: until somebody listens, messages wait.
port.on('message', (/** @type {unknown} */ data) => {
  const event = new MessageEvent('message', { data });
  listeners.dispatchEvent(event);
  /** @type {unknown} */
  const heard = Reflect.get(globalThis, 'onmessage');
  if (typeof heard === 'function') Reflect.apply(heard, globalThis, [event]);
});
