/** @file What the benchmark tells of one engine doing one thing: a row of the table, an object of the JSON. */
import type { KernelProfile } from '../src/tensor/profiling/roofline.ts';
import type { Bound } from '../src/protocol/profile.ts';
import type { Backend, Engine } from './protocol.ts';

export interface Row {
  name: string;
  backend: Backend;
  engine: Engine;
  /** Median wall time of one iteration. */
  msPerStep: number;
  /** First and third quartile of the runs. */
  spread: [number, number];
  /** Timings, each of several iterations where they are short. */
  runs: number;
  /** Iterations in all timings. */
  steps: number;
  /** The first iteration, with everything that it compiles. */
  firstStepMs: number;
  /** Dispatches on WebGPU, kernel calls on WASM, per iteration. */
  dispatches: number;
  /** Copies between buffers on WebGPU, per iteration. */
  copies: number;
  /** WebGPU: time in which the thread encodes an iteration; WASM: time outside of kernels. */
  jsMsPerStep: number | null;
  /** The most bytes of GPU buffers, or of WASM heap. */
  peakBytes: number;
  /** The least time of the device for what the mathematics needs. */
  idealMs: number | null;
  /** `idealMs / msPerStep` */
  limitShare: number | null;
  /** What most of the time goes to, where that was profiled. */
  binds: Bound | null;
  /** Why something is null. */
  notes: string[];
  /** Power with which the time grows, of rows that measure that. */
  slope?: number;
  /** What the slope was fitted to: the quantity and the median ms. */
  points?: [number, number][];
  /** Where the time goes, where that was asked for. */
  kernels?: KernelProfile[];
}

/** What was measured on one backend. */
export interface Setting {
  backend: Backend;
  adapter: string;
  /** GFLOP/s of the best product. */
  gigaflops: number;
  /** GB/s of copies that touch so many bytes. */
  bandwidths: { bytes: number; gigabytes: number }[];
}
