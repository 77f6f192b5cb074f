/** @file The stages of `npm test`: what each needs, runs and counts. */
import type { Scope } from './changed.ts';
import { noCounts, sum, type Counts } from './counts.ts';
import { draws } from './draws.ts';
import { firefox } from './firefox.ts';
import { quickRecordings, recordings } from './recordings.ts';
import { check, playwright, vitest, type Say } from './runners.ts';
import { siteBuilt } from './site.ts';

/** What is asked of a stage. */
export interface Request {
  say: Say;
  /** Also what is slow and seldom breaks. */
  full: boolean;
  /** Only what a change concerns. */
  scope: Scope | undefined;
}

export interface Stage {
  /** What has to be there before it runs. */
  needs: readonly ('data' | 'browser' | 'firefox')[];
  about: string;
  run: (request: Request) => Promise<Counts>;
}

/** Vitest's words for what runs here: what is slow only where there is time. */
const withoutSlow = (full: boolean): string[] => ['--tags-filter', full ? '!drawn' : '!slow && !drawn'];

export const stages = {
  lint: {
    needs: [],
    about: 'Oxlint with its rules on imports, and the formatting',
    run: async ({ say, scope }) => {
      if (scope === undefined || scope.lintsAll)
        return sum([await check(say, 'oxlint'), await check(say, 'prettier', '--check', '.')]);
      const linted = scope.files.filter((file) => /\.(ts|tsx|js)$/.test(file));
      return sum([
        linted.length === 0
          ? noCounts
          : await check(say, 'oxlint', '--no-error-on-unmatched-pattern', ...linted),
        scope.files.length === 0
          ? noCounts
          : await check(say, 'prettier', '--check', '--ignore-unknown', ...scope.files),
      ]);
    },
  },
  types: { needs: [], about: 'TypeScript, strict', run: ({ say }) => check(say, 'tsc', '--noEmit') },
  unit: {
    needs: ['data'],
    about: 'pure logic, in Node',
    run: async ({ say, full, scope }) => {
      if (scope === undefined) return vitest(say, ['run', '--project', 'unit', ...withoutSlow(full)]);
      if (scope.code.length === 0) return noCounts;
      return vitest(say, ['related', '--run', '--project', 'unit', ...scope.code], true);
    },
  },
  kernel: {
    needs: ['data', 'browser'],
    about: 'ops and training on WebGPU, WASM and CPU, in a browser',
    run: async ({ say, full, scope }) => {
      if (scope?.kernelFolders.length === 0) return noCounts;
      return vitest(say, [
        'run',
        '--project',
        'kernel*',
        ...withoutSlow(full),
        ...(scope?.kernelFolders ?? []),
      ]);
    },
  },
  draws: {
    needs: ['data', 'browser'],
    about: 'experiments drawn over all that can be set, on WebGPU against WASM; with --full',
    run: ({ say, full, scope }) => (full && scope === undefined ? draws(say) : Promise.resolve(noCounts)),
  },
  e2e: {
    needs: ['data', 'browser'],
    about: 'the built site, as a person uses it',
    run: async ({ say, full, scope }) => {
      const runs = endToEnd(full, scope);
      if (runs.length === 0) return noCounts;
      const counts = [await siteBuilt(say)];
      if (counts[0]?.failed === 0) for (const words of runs) counts.push(await playwright(say, words));
      return sum(counts);
    },
  },
  recordings: {
    needs: ['browser'],
    about: 'the recordings of the released code, on every backend',
    run: async ({ say, full, scope }) => {
      if (scope === undefined) return recordings(say, full);
      return scope.changesTraining ? quickRecordings(say) : noCounts;
    },
  },
  firefox: {
    needs: ['data', 'browser', 'firefox'],
    about: 'the recordings and starts of the site in Firefox, where there is one',
    run: async ({ say, full, scope }) => (scope === undefined ? firefox(say, full) : noCounts),
  },
} as const satisfies Record<string, Stage>;

/** Playwright's words for each time it is run. */
function endToEnd(full: boolean, scope: Scope | undefined): string[][] {
  if (scope === undefined) return [full ? [] : ['--grep-invert', '@full']];
  return [
    ...(scope.changesSite ? [['--grep', '@smoke']] : []),
    ...(scope.specs.length > 0 ? [[...scope.specs]] : []),
  ];
}

export type StageName = keyof typeof stages;

export const stageNames = Object.keys(stages) as StageName[];

/**
 * What runs beside what. Most stages keep a core and a half of a small machine busy, and wait for pages, processes and
 * compilers of shaders now and then: two at a time leave none idle. Those that visit the built site come one after the other.
 */
export const lanes: readonly (readonly StageName[])[] = [
  ['e2e', 'firefox', 'draws'],
  ['lint', 'types', 'unit', 'recordings', 'kernel'],
];
