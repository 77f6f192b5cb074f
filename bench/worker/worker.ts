/** @file The worker of the benchmark: one engine on one backend, asked one thing at a time. */
import type { Assignment, CallName, Calls, Reply, Request, StepInputs } from '../protocol.ts';
import { finish } from '../../src/adasim/slices.ts';
import type { DeviceLimits } from '../../src/tensor/profiling/deviceLimits.ts';
import { peakBytes, watchMemory } from './memory.ts';
import type { Subject } from './subject.ts';

/** Results of as many iterations are compared between engines: the later ones depend on gradients and updates. */
const COMPARED = 3;

let subject: Subject | undefined;
let limits: DeviceLimits | undefined;

watchMemory();

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  const post = (reply: Reply) => self.postMessage(reply);
  try {
    post({ answer: await answer(data) });
  } catch (error) {
    post({ problem: error instanceof Error ? error.message : String(error) });
  }
};

async function answer(request: Request): Promise<Calls[CallName]['answer']> {
  switch (request.call) {
    case 'prepare':
      return prepare(request.ask);
    case 'limits': {
      if (limits === undefined) {
        const { setUpBackend } = await import('../../src/tensor/backend.ts');
        const { DeviceLimits } = await import('../../src/tensor/profiling/deviceLimits.ts');
        await setUpBackend(request.ask.backend, { stockThreads: true });
        limits = new DeviceLimits();
      }
      return finish(limits.measure());
    }
    case 'run':
      return prepared().run(request.ask.iterations);
    case 'count':
      return prepared().count();
    case 'profile':
      return prepared().profile(request.ask.iterations);
    case 'inputs':
      return prepared().inputs();
    case 'peakBytes':
      return peakBytes();
  }
}

async function prepare({
  inputs,
  ...assignment
}: Calls['prepare']['ask']): Promise<Calls['prepare']['answer']> {
  subject = await create(assignment, inputs);
  const began = performance.now();
  const firstResults = [await subject.once()];
  const firstMs = performance.now() - began;
  // Stock ops take long, and are the same code as ours but for the kernels, which tests compare.
  while (assignment.engine !== 'portable' && firstResults.length < COMPARED)
    firstResults.push(await subject.once());
  return { adapter: subject.adapter, firstMs, firstResults };
}

/** Engines are loaded late: one worker has one of them. */
async function create(assignment: Assignment, inputs: StepInputs | undefined): Promise<Subject> {
  if (assignment.engine === 'jax-js') {
    if (inputs === undefined)
      throw new Error('jax-js computes the step of another engine, whose inputs it needs.');
    const { JaxSubject } = await import('./jaxSubject.ts');
    return JaxSubject.create(assignment, inputs);
  }
  const { TensorFlowSubject } = await import('./tensorflowSubject.ts');
  return TensorFlowSubject.create(assignment);
}

function prepared(): Subject {
  if (subject === undefined) throw new Error('There is nothing prepared to be measured.');
  return subject;
}
