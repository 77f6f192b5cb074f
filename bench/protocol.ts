/** @file What Node, the page and the workers of the benchmark call each other by. Types only. */
import type { ExperimentConfig } from '../src/config/schema.ts';
import type { KernelWork } from '../src/tensor/profiling/kernelCosts.ts';
import type { KernelTime, Limits } from '../src/tensor/profiling/roofline.ts';

export type Backend = 'webgpu' | 'wasm';

/** `portable` is stock TensorFlow.js: our ops in their composed forms. */
export type Engine = 'ours' | 'portable' | 'jax-js';

/** What one iteration of a measurement is. */
export type Workload =
  /** A whole training step on given views; `worker/trainingStep.ts` says what is in it. */
  | { kind: 'step'; config: ExperimentConfig }
  /** The `k` nearest rows of a bank for each query, as each step looks them up. */
  | { kind: 'nearest'; rows: number; dim: number; queries: number; k: number }
  /** k-NN accuracy of `images` features against as many others, as an evaluation computes it. */
  | { kind: 'evaluation'; images: number; dim: number; k: number }
  /** Views of `images` images by the default recipe. */
  | { kind: 'augmentation'; images: number };

export interface Assignment {
  backend: Backend;
  engine: Engine;
  workload: Workload;
}

export interface Prepared {
  /** The adapter's name, or the number of threads, in words. */
  adapter: string;
  /** The first iteration, with everything that it compiles. */
  firstMs: number;
  /** What the first iterations gave, such as losses, for comparison between engines. */
  firstResults: number[];
}

export interface Timed {
  /** Wall time per iteration, results computed. */
  msPerIteration: number;
  /** Time per iteration in which the worker's thread prepares the device's work; null where it waits in between. */
  encodeMs: number | null;
}

export interface Counted {
  /** Dispatches of one iteration on WebGPU, kernel calls on WASM. */
  dispatches: number;
  /** Copies between buffers in one iteration, on WebGPU. */
  copies: number;
  /** Every kernel call of one iteration; empty where the engine's kernels are not ours. */
  kernels: KernelWork[];
}

export interface Profiled {
  /** Wall time per iteration while it was profiled. */
  msPerIteration: number;
  /** Null where the device does not tell the time. */
  kernels: KernelTime[] | null;
}

export interface Values {
  shape: number[];
  values: Float32Array<ArrayBuffer>;
}

/** What an engine that is not ours needs to compute the same step. */
export interface StepInputs {
  /** By PyTorch's names. */
  weights: Record<string, Values>;
  views: Values;
  keepScales: Values | undefined;
}

/** What a worker can be asked, and what it answers. */
export interface Calls {
  prepare: { ask: Assignment & { inputs?: StepInputs }; answer: Prepared };
  run: { ask: { iterations: number }; answer: Timed };
  count: { ask: undefined; answer: Counted };
  profile: { ask: { iterations: number }; answer: Profiled };
  /** The most bytes of buffers or heap so far. */
  peakBytes: { ask: undefined; answer: number };
  inputs: { ask: undefined; answer: StepInputs };
  limits: { ask: { backend: Backend }; answer: Limits };
}

export type CallName = keyof Calls;

/** A call on its way to a worker. */
export type Request = { [Name in CallName]: { call: Name; ask: Calls[Name]['ask'] } }[CallName];

export type Reply = { answer: Calls[CallName]['answer'] } | { problem: string };

declare global {
  interface Window {
    /** Put there by the page: starts a worker and returns its number. */
    benchSpawn: () => number;
    /** Put there by the page: calls a worker, as `Workers` does. */
    benchCall: (worker: number, request: Request, inputsOf?: number) => Promise<Reply>;
    /** Put there by the page. */
    benchEnd: (worker: number) => void;
  }
}
