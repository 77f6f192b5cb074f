/** @file A command of ours in a process of its own, as a person runs it. */
import { spawn } from 'node:child_process';

/** A run of seconds on any machine: 8 steps an epoch. */
export const tinySettings = {
  data: { name: 'shapes', trainImages: 128, testImages: 64 },
  backbone: { patchSize: 16, dim: 32, depth: 1 },
  head: { outDim: 64, hiddenDim: 32, bottleneckDim: 16 },
  batchSize: 16,
  epochs: 3,
};

export interface Ended {
  code: number | null;
  lines: string[];
  errors: string;
}

const programs = {
  train: 'src/cli/train.ts',
  verify: 'src/cli/verify.ts',
  sweep: 'src/cli/sweep.ts',
  bench: 'bench/bench.ts',
} as const;

/** Runs a command to its end; `onLine` sees what it prints as it comes and may send it a signal. */
export async function run(
  command: keyof typeof programs,
  words: string[],
  onLine: (line: string, signal: (name: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', programs[command], ...words]);
  let output = '';
  let errors = '';
  const listen = (text: string) => {
    for (const line of text.split('\n')) onLine(line, (name) => child.kill(name));
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    listen(text);
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    listen(text);
    errors += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, lines: output.trimEnd().split('\n'), errors: errors.trim() };
}
