/**
 * @file `npx tsx bench/wasmKernels/run.ts [filter] [rounds]`: the speed of each WASM kernel of ours in a headless
 * browser, on one thread and on all, beside what TensorFlow.js has for the same.
 */
import { answerOfWorker } from '../blankPage.ts';
import type { Report, Request, Row } from './worker.ts';

const [filter = '', rounds = '40'] = process.argv.slice(2);

print(
  await answerOfWorker<Request, Report>('/bench/wasmKernels/worker.ts', () => ({
    filter,
    rounds: Number(rounds),
  })),
);

function print({ threads, relaxedSimd, rows }: Report): void {
  console.log(`${threads} threads, ${relaxedSimd ? 'relaxed' : 'plain'} SIMD; fastest of ${rounds} timings`);
  console.log(
    columns('kernel', 'µs ×1', `µs ×${threads}`, 'GFLOP/s ×1', `×${threads}`, 'GB/s', 'stock µs', 'gain'),
  );
  for (const row of rows) console.log(columns(...cells(row)));
}

function cells({ name, flops, bytes, oneThread, allThreads, stock }: Row): string[] {
  const rate = (amount: number, ms: number) => (amount / ms / 1e6).toFixed(1);
  const micro = (ms: number) => (ms * 1000).toFixed(0);
  const compared = stock === undefined ? [] : [micro(stock), `${(stock / allThreads).toFixed(1)}×`];
  return [
    name,
    micro(oneThread),
    micro(allThreads),
    rate(flops, oneThread),
    rate(flops, allThreads),
    rate(bytes, allThreads),
    ...compared,
  ];
}

function columns(...[name = '', ...numbers]: string[]): string {
  return name.padEnd(28) + numbers.map((number) => number.padStart(12)).join('');
}
