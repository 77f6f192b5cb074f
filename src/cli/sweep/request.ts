/** @file The flags of `npm run sweep`: from words to a checked plan. */
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import type { BackendChoice } from '../../protocol/device.ts';
import { asTyped } from '../command/asTyped.ts';
import { backendOption } from '../command/backendOption.ts';
import { parsed, strictCommand } from '../command/commandLine.ts';
import { UsageError } from '../command/failure.ts';
import { positiveInteger } from '../command/positiveInteger.ts';
import { readText } from '../command/readText.ts';
import { parseGrid, type Grid } from './grid.ts';
import { planSweep, type Plan, type PlannedArm, type PlannedRun } from './plan.ts';

export interface SweepRequest {
  grid: Grid;
  file: string;
  plan: Plan;
  /** Those of the plan that are asked for now; the tables are of the whole plan. */
  asked: readonly PlannedRun[];
  backend: BackendChoice;
  /** Runs at a time. */
  jobs: number;
  /** Where results go. */
  folder: string;
  dryRun: boolean;
  retryFailed: boolean;
  /** As it was typed. */
  command: string;
}

interface SweepFlags {
  grid: string;
  seeds?: number;
  jobs?: number;
  only?: string[];
  backend: BackendChoice;
  out?: string;
  dryRun?: true;
  retryFailed?: true;
}

/**
 * The sweep that `words` ask for; undefined when they asked for help.
 *
 * @throws {UsageError} naming the flag, the file or the entry at fault
 */
export function parseSweepRequest(words: readonly string[]): SweepRequest | undefined {
  const command = strictCommand(
    'npm run sweep --',
    'Trains every combination of a grid, headless. Interrupted, it goes on where it stopped when the command is repeated.',
  )
    .requiredOption('--grid <file>', 'JSON file of what is varied, such as experiments/contrast.json')
    .option(
      '--seeds <count>',
      'the seeds 1 to count in every block, instead of those of the grid',
      positiveInteger,
    )
    .option(
      '--jobs <count>',
      'runs at a time (default: one a core on wasm and cpu, else one)',
      positiveInteger,
    )
    .option(
      '--only <part...>',
      'only runs that have one of these in the name of their block or arm: BYOL DINO',
    )
    .addOption(
      backendOption(['auto', 'webgpu', 'wasm', 'cpu']).default('wasm', 'which repeats its runs bit by bit'),
    )
    .option('--out <folder>', 'where results go (default: results/<name of the grid> beside the grid)')
    .option('--dry-run', 'list the runs with the time they will take, and train nothing')
    .option('--retry-failed', 'train those again that are recorded as failed')
    .allowExcessArguments(false);
  if (!parsed(command, words)) return undefined;
  const flags = command.opts<SweepFlags>();
  const { grid: file, backend, only } = flags;
  const grid = parseGrid(readText('grid', file), file);
  const seeds = flags.seeds === undefined ? undefined : countedSeeds(flags.seeds);
  const plan = planSweep(grid, file, seeds);
  const asked = only === undefined ? plan.runs : runsNamed(only, plan, file);
  return {
    grid,
    file,
    plan,
    asked,
    backend,
    jobs: Math.min(flags.jobs ?? defaultJobs(backend), asked.length),
    folder: flags.out ?? path.join(path.dirname(file), 'results', path.parse(file).name),
    dryRun: flags.dryRun === true,
    retryFailed: flags.retryFailed === true,
    command: asTyped('npm run sweep --', words),
  };
}

/**
 * A run that several blocks ask for is taken with each of them.
 * @throws {UsageError} listing the arms there are, when a part is in none of their names
 */
function runsNamed(parts: readonly string[], { runs, arms }: Plan, file: string): PlannedRun[] {
  const isIn = ({ block, name }: PlannedArm, part: string) =>
    [block, name].some((text) => text.toLowerCase().includes(part.toLowerCase()));
  const unknown = parts.find((part) => !arms.some((arm) => isIn(arm, part)));
  if (unknown !== undefined)
    throw new UsageError(
      `No block or arm of ${file} has "${unknown}" in its name. Its arms: ${arms.map(({ name }) => name).join(', ')}.`,
    );
  const named = arms.filter((arm) => parts.some((part) => isIn(arm, part)));
  const keys = new Set(named.map(({ key }) => key));
  return runs.filter(({ arm }) => keys.has(arm.key));
}

const countedSeeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Bytes that a run takes at most, of the networks and datasets there are. */
const RUN_MEMORY = 1e9;

/**
 * Threads wait for one another several times in each kernel, runs never: one thread for each run gets furthest.
 * A graphics device is one for all runs.
 */
const defaultJobs = (backend: BackendChoice): number =>
  backend === 'wasm' || backend === 'cpu'
    ? Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / RUN_MEMORY)))
    : 1;
