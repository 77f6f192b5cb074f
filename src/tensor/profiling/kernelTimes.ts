/** @file How long each kernel takes, call by call. */
import { setTaping } from '../stepProgram.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from '../webgpu/currentBackend.ts';
import { deviceIdle } from './deviceIdle.ts';
import { GpuTimer } from './gpuTimer.ts';
import { observeKernels, type KernelCall } from './kernelObserver.ts';
import { currentPhase } from './phases.ts';
import type { StepPhase } from '../../protocol/profile.ts';

export interface TimedCall extends KernelCall {
  /** The part of the training step that made it. */
  phase: StepPhase | undefined;
  /** Without the calls that it made itself; null where the device does not tell the time. */
  ms: number | null;
}

/** Runs `work` kernel by kernel, a taped step too, until the device has done it all. */
export async function timeKernels(work: () => Promise<unknown>): Promise<TimedCall[]> {
  setTaping(false);
  try {
    return await (tf.getBackend() === 'webgpu' ? timeOnGpu(work) : timeOnThread(work));
  } finally {
    setTaping(true);
  }
}

/** Kernels of WASM have done their work when they return. */
async function timeOnThread(work: () => Promise<unknown>): Promise<TimedCall[]> {
  const calls: TimedCall[] = [];
  const open: { began: number; within: number }[] = [];
  const before = () => open.push({ began: performance.now(), within: 0 });
  const after = (call: KernelCall) => {
    const { began, within } = open.pop() ?? { began: NaN, within: NaN };
    const ms = performance.now() - began;
    const outer = open.at(-1);
    if (outer !== undefined) outer.within += ms;
    calls.push({ ...call, phase: currentPhase(), ms: ms - within });
  };
  await observeKernels({ before, after }, work);
  return calls;
}

/** Gives each call compute passes of its own, which the GPU times where it can. */
async function timeOnGpu(work: () => Promise<unknown>): Promise<TimedCall[]> {
  const backend = webgpuBackend();
  const timer = GpuTimer.of(backend.device);
  const calls: TimedCall[] = [];
  const byLabel = new Map<number, TimedCall>();
  const open: number[] = [];
  let begun = 0;
  const separate = () => {
    if (timer === undefined) return;
    backend.endComputePassEncoder();
    timer.label = open.at(-1);
  };
  const before = () => {
    open.push(begun);
    begun += 1;
    separate();
  };
  const after = (call: KernelCall) => {
    const timed = { ...call, phase: currentPhase(), ms: timer === undefined ? null : 0 };
    calls.push(timed);
    byLabel.set(open.pop() ?? NaN, timed);
    separate();
  };
  const observed = () =>
    observeKernels({ before, after }, async () => {
      await work();
      await deviceIdle();
    });
  if (timer === undefined) await observed();
  else
    for (const { label, ms } of await timer.time(observed)) {
      const call = byLabel.get(label);
      if (call !== undefined) call.ms = (call.ms ?? 0) + ms;
    }
  return calls;
}
