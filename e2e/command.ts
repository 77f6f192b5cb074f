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
  start: 'scripts/start.ts',
} as const;

/** What may be done to a command under way. */
export interface Running {
  signal: (name: NodeJS.Signals) => void;
  /** Reads its output no further, as `| head -1` does. */
  hangUp: () => void;
}

/** Runs a command to its end; `onLine` sees what it prints as it comes and may do something to it. */
export async function run(
  command: keyof typeof programs,
  words: string[],
  onLine: (line: string, running: Running) => void = () => undefined,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', programs[command], ...words], {
    env: { ...process.env, ...env },
  });
  let output = '';
  let errors = '';
  const running: Running = {
    signal: (name) => child.kill(name),
    hangUp: () => child.stdout.destroy(),
  };
  const listen = (text: string) => {
    for (const line of text.split('\n')) onLine(line, running);
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
