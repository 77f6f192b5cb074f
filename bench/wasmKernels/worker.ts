/** @file The half of the micro-benchmark that runs in the browser: in a worker, as training does. */
import { setUpBackend } from '../../src/tensor/backend.ts';
import * as tf from '../../src/tensor/tf.ts';
import { installWasmKernels } from '../../src/tensor/wasm/install.ts';
import { cases } from './cases.ts';

/** One kernel: milliseconds of the fastest run. */
export interface Row {
  name: string;
  flops: number;
  bytes: number;
  oneThread: number;
  allThreads: number;
  /** Absent where TensorFlow.js has nothing comparable. */
  stock?: number;
}

export interface Report {
  threads: number;
  relaxedSimd: boolean;
  rows: Row[];
}

/** Runs in one timing: short, so that some of them fall between the machine's other work. */
const TARGET_MS = 2;

/**
 * Times every case whose name contains `filter`. The variants take turns, and the fastest of `rounds` counts,
 * because the machine does other things too.
 */
async function measure(filter: string, rounds: number): Promise<Report> {
  await setUpBackend('wasm', { stockThreads: true });
  const kernels = await installWasmKernels();
  const chosen = cases().filter(({ name }) => name.includes(filter));
  const rows = chosen.map(({ name, flops, bytes, ours, stock }) => {
    const variants = [
      { run: ours, threads: 1, best: Infinity, repetitions: 1 },
      { run: ours, threads: kernels.threads, best: Infinity, repetitions: 1 },
      ...(stock === undefined
        ? []
        : [{ run: stock, threads: kernels.threads, best: Infinity, repetitions: 1 }]),
    ];
    for (let round = 0; round < rounds; round += 1) {
      for (const variant of variants) {
        kernels.useThreads(variant.threads);
        const ms = time(variant.run, variant.repetitions);
        variant.best = Math.min(variant.best, ms);
        variant.repetitions = Math.max(1, Math.round(TARGET_MS / ms));
      }
    }
    const [one, all, stocks] = variants.map(({ best }) => best);
    const row: Row = { name, flops, bytes, oneThread: one ?? NaN, allThreads: all ?? NaN };
    return stocks === undefined ? row : { ...row, stock: stocks };
  });
  return { threads: kernels.threads, relaxedSimd: kernels.relaxedSimd, rows };
}

/** What is asked of the worker; it answers with a {@link Report}. */
export interface Request {
  filter: string;
  rounds: number;
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  self.postMessage(await measure(data.filter, data.rounds));
};

/** Milliseconds per run. */
function time(run: () => tf.TensorContainer, repetitions: number): number {
  const start = performance.now();
  for (let repetition = 0; repetition < repetitions; repetition += 1) tf.tidy(run);
  return (performance.now() - start) / repetitions;
}
