/** @file The benchmark's page: starts workers and leads what they say to Node. */
import { lendThreads } from '../../src/threads/lendThreads.ts';
import type { Reply, Request } from '../protocol.ts';

const workers: (Worker | undefined)[] = [];

window.benchSpawn = () => {
  const worker = lendThreads(new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' }));
  return workers.push(worker) - 1;
};

window.benchCall = async (number, request, inputsOf) => {
  if (request.call !== 'prepare' || inputsOf === undefined) return call(number, request);
  const inputs = await call(inputsOf, { call: 'inputs', ask: undefined });
  if ('problem' in inputs) return inputs;
  if (!('answer' in inputs && typeof inputs.answer === 'object' && 'weights' in inputs.answer))
    return { problem: `Worker ${inputsOf} has no step whose inputs could be shared.` };
  return call(number, { call: 'prepare', ask: { ...request.ask, inputs: inputs.answer } });
};

window.benchEnd = (number) => {
  workers[number]?.terminate();
  workers[number] = undefined;
};

/** Calls to one worker come one after another, so the next message is the answer. */
function call(number: number, request: Request): Promise<Reply> {
  const worker = workers[number];
  if (worker === undefined) return Promise.resolve({ problem: `There is no worker ${number}.` });
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      resolve({ problem: `A worker stopped: ${event.message || 'it could not be loaded'}.` });
    };
    worker.postMessage(request);
  });
}
