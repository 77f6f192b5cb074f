/** @file The stages of `npm test`: what each needs, runs and counts. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { succeeds } from './command.ts';
import { countsOfPlaywright, countsOfVitest, noCounts, reconcile, sum, type Counts } from './counts.ts';
import { recordings } from './recordings.ts';

export interface Stage {
  /** What has to be there before it runs. */
  needs: readonly ('data' | 'browser')[];
  about: string;
  run: () => Promise<Counts>;
}

/** Seconds after which a command counts as hanging; the slowest needs a third of it on two cores. */
const limit = 2700;

export const stages = {
  lint: {
    needs: [],
    about: 'ESLint with its rules on imports, and the formatting',
    run: async () =>
      sum([await check('eslint', '--concurrency', '2', '.'), await check('prettier', '--check', '.')]),
  },
  types: { needs: [], about: 'TypeScript, strict', run: () => check('tsc', '--noEmit') },
  unit: { needs: ['data'], about: 'pure logic, in Node', run: () => vitest('unit') },
  kernel: {
    needs: ['data', 'browser'],
    about: 'ops and training on WebGPU, WASM and CPU, in a browser',
    run: () => vitest('kernel'),
  },
  e2e: {
    needs: ['data', 'browser'],
    about: 'the built site, as a person uses it',
    run: async () => {
      const built = await check('vite', 'build', '--logLevel', 'warn');
      return built.failed > 0 ? built : sum([built, await playwright()]);
    },
  },
  recordings: {
    needs: ['browser'],
    about: 'the recordings of the released code, on every backend',
    run: recordings,
  },
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof stages;

export const stageNames = Object.keys(stages) as StageName[];

/** A command that is one check of its own: it succeeds or it fails. */
async function check(...command: string[]): Promise<Counts> {
  return (await succeeds(command, { limit }))
    ? { ...noCounts, passed: 1 }
    : { ...noCounts, failed: 1, failures: [`${command.join(' ')}; its output says why`] };
}

const vitest = (project: string): Promise<Counts> =>
  withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const succeeded = await succeeds(['vitest', 'run', '--project', project, ...reporters], { limit });
    return reconcile(await read(report, countsOfVitest), succeeded);
  });

const playwright = (): Promise<Counts> =>
  withReport(async (report) => {
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const succeeded = await succeeds(['playwright', 'test', '--reporter=list,json'], { env, limit });
    return reconcile(await read(report, countsOfPlaywright), succeeded);
  });

/** Gives `work` the name of a file to have a report written to, and removes it afterwards. */
async function withReport(work: (file: string) => Promise<Counts>): Promise<Counts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'adasim-test-'));
  try {
    return await work(path.join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The counts of a report; undefined where the runner died before it wrote one. */
async function read(file: string, counts: (report: unknown) => Counts): Promise<Counts | undefined> {
  try {
    return counts(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    console.error(`The report could not be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
