/** @file The benchmark's page: starts workers and leads what they say to Node. */
import { lendThreads } from '../../src/threads/lendThreads.ts';
import { Workers } from '../workers.ts';

const workers = new Workers(() =>
  lendThreads(new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' })),
);

window.benchSpawn = () => workers.spawn();
window.benchCall = (number, request, inputsOf) => workers.call(number, request, inputsOf);
window.benchEnd = (number) => workers.end(number);
