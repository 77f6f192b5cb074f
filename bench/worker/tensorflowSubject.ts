/** @file Ours, and stock TensorFlow.js: the same code with our kernels on or off. */
import { setUpBackend } from '../../src/tensor/backend.ts';
import { setFusing } from '../../src/tensor/kernels.ts';
import { kernelCost, type KernelWork } from '../../src/tensor/profiling/kernelCosts.ts';
import { timeKernels } from '../../src/tensor/profiling/kernelTimes.ts';
import type { KernelTime } from '../../src/tensor/profiling/roofline.ts';
import type * as tf from '../../src/tensor/tf.ts';
import type { Assignment, Backend, Counted, Profiled, StepInputs, Timed } from '../protocol.ts';
import { countGpuWork } from './gpuCounter.ts';
import { MOST_WAITING, type Subject } from './subject.ts';
import { createWorkload, type Repeated } from './workloads.ts';

export class TensorFlowSubject implements Subject {
  private constructor(
    readonly adapter: string,
    private readonly backend: Backend,
    private readonly workload: Repeated,
  ) {}

  static async create({ backend, engine, workload }: Assignment): Promise<TensorFlowSubject> {
    const { adapter } = await setUpBackend(backend, { stockThreads: engine === 'portable' });
    setFusing(engine === 'ours');
    return new TensorFlowSubject(adapter, backend, await createWorkload(workload));
  }

  async once(): Promise<number> {
    const { workload } = this;
    if (workload.kind === 'waiting') return workload.iterate();
    const [value = NaN] = await takeValues(workload.iterate());
    return value;
  }

  async run(iterations: number): Promise<Timed> {
    const { workload } = this;
    const began = performance.now();
    let encoding = 0;
    for (let iteration = 1; iteration <= iterations; iteration += 1) {
      if (workload.kind === 'waiting') {
        await workload.iterate();
        continue;
      }
      const from = performance.now();
      const result = workload.iterate();
      encoding += performance.now() - from;
      if (iteration === iterations || iteration % MOST_WAITING === 0) await takeValues(result);
      else result.dispose();
    }
    const queues = this.backend === 'webgpu' && workload.kind === 'queued';
    return {
      msPerIteration: (performance.now() - began) / iterations,
      encodeMs: queues ? encoding / iterations : null,
    };
  }

  async count(): Promise<Counted> {
    const gpu = await countGpuWork(() => this.once());
    const kernels: KernelWork[] = [];
    for (const call of await timeKernels(() => this.once()))
      kernels.push({ name: call.name, ...kernelCost(call) });
    const dispatches = this.backend === 'webgpu' ? gpu.dispatches : kernels.length;
    return { dispatches, copies: gpu.copies, kernels };
  }

  async profile(iterations: number): Promise<Profiled> {
    const times = new Map<string, KernelTime>();
    let told = true;
    const began = performance.now();
    for (let iteration = 0; iteration < iterations; iteration += 1)
      for (const { name, ms } of await timeKernels(() => this.once())) {
        const time = times.get(name) ?? { name, calls: 0, ms: 0 };
        time.calls += 1 / iterations;
        time.ms += (ms ?? 0) / iterations;
        times.set(name, time);
        told &&= ms !== null;
      }
    const msPerIteration = (performance.now() - began) / iterations;
    return { msPerIteration, kernels: told ? [...times.values()] : null };
  }

  async inputs(): Promise<StepInputs> {
    if (this.workload.inputs === undefined) throw new Error('This workload is for one engine alone.');
    return this.workload.inputs();
  }
}

/** Waits for a tensor's values, and with them for all that was queued before; disposes of it. */
async function takeValues(tensor: tf.Tensor): Promise<tf.TypedArray> {
  try {
    return await tensor.data();
  } finally {
    tensor.dispose();
  }
}
