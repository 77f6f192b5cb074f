/** @file The README beside the results: what was asked, tables, plots, and where it was computed. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { thisDisk, type Disk } from '../disk/disk.ts';
import { onDisk } from '../disk/diskError.ts';
import { writeWhole } from '../disk/wholeFile.ts';
import { armResults, meanCurve, valueOf, type ArmResults } from './armResults.ts';
import type { Grid, Settings } from './grid.ts';
import { metricLabel } from './metricWords.ts';
import type { Plan } from './plan.ts';
import { drawFigure } from './plot/figure.tsx';
import { panelsOf } from './plot/panels.ts';
import type { RunResult } from './result.ts';
import { resultsFileName, type Recorded } from './resultsFile.ts';
import { resultsTable } from './table.ts';

export interface ReportOptions {
  grid: Grid;
  /** The grid's file. */
  file: string;
  plan: Plan;
  recorded: readonly Recorded[];
  folder: string;
}

const figurePrefix = 'curve-';

/**
 * Writes `README.md` and one `curve-….svg` for each curve, in place of those of a former command.
 * @throws {DiskError} where they do not fit; those that were there are then as they were, or as they are now to be
 */
export function writeReport(options: ReportOptions, disk: Disk = thisDisk): void {
  const { grid, plan, recorded, folder } = options;
  const arms = armResults(plan.arms, recorded);
  const figures = grid.curves.flatMap((metric) => {
    const panels = panelsOf(arms, metric, grid.lines);
    if (panels.length === 0) return [];
    const name = `${figurePrefix}${metric.replaceAll(/[^\w-]+/g, '-')}.svg`;
    writeWhole(path.join(folder, name), drawFigure(metric, panels), disk);
    return [{ metric, name }];
  });
  writeWhole(path.join(folder, 'README.md'), reportText(options, arms, figures), disk);
  const current = new Set(figures.map(({ name }) => name));
  for (const name of readdirSync(folder))
    if (name.startsWith(figurePrefix) && name.endsWith('.svg') && !current.has(name)) {
      const former = path.join(folder, name);
      onDisk(former, () => disk.remove(former));
    }
}

/** Metrics of the grid that no recorded run has; a name may be misspelt. */
export function unknownMetrics({ table, curves }: Grid, plan: Plan, recorded: readonly Recorded[]): string[] {
  const arms = armResults(plan.arms, recorded);
  const results = arms.flatMap(({ finished }) => finished);
  if (results.length === 0) return [];
  const isDrawn = (name: string) => arms.some((arm) => meanCurve(arm, name).length > 0);
  const isKnown = (name: string) => results.some((result) => valueOf(result, name) !== undefined);
  return [
    ...new Set([...table.filter((name) => !isKnown(name)), ...curves.filter((name) => !isDrawn(name))]),
  ];
}

function reportText(
  { grid, file, plan, recorded, folder }: ReportOptions,
  arms: readonly ArmResults[],
  figures: readonly { metric: string; name: string }[],
): string {
  const blocks = grid.blocks.map(({ title, about }) => {
    const rows = arms.filter(({ arm }) => arm.block === title);
    return [`## ${title}`, about, resultsTable(rows, grid.table), failures(rows)];
  });
  const drawings = figures.map(({ metric, name }) => `![${metricLabel(metric)} over the epochs](${name})`);
  return `${[
    `# ${grid.title}`,
    grid.about,
    'Values are those at the end of training, mean ± standard error over the seeds. Rows of one seed have no error: a difference between them may be chance.',
    unfinished(plan, recorded),
    ...blocks.flat(),
    ...(drawings.length === 0
      ? []
      : ['## Curves', 'Means over the seeds; bands are ± one standard error.', ...drawings]),
    '## How it was computed',
    howComputed(arms, { grid, file, folder }),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n')}\n`;
}

function unfinished({ runs }: Plan, recorded: readonly Recorded[]): string | undefined {
  const done = new Set(recorded.map(({ run }) => run));
  const missing = runs.filter(({ key }) => !done.has(key)).length;
  return missing === 0
    ? undefined
    : `**Not complete:** ${missing} of ${runs.length} runs are still to be computed.`;
}

const failures = (rows: readonly ArmResults[]): string =>
  rows
    .flatMap(({ arm, failed }) =>
      failed.map(
        ({ seed, stepsDone, problem }) =>
          `- ${arm.name}, seed ${seed}, failed after ${stepsDone} steps: ${problem ?? 'no reason given.'}`,
      ),
    )
    .join('\n');

function howComputed(
  arms: readonly ArmResults[],
  { grid, file, folder }: Pick<ReportOptions, 'grid' | 'file' | 'folder'>,
): string {
  const results = arms.flatMap(({ finished, failed }) => [...finished, ...failed]);
  const link = path.relative(folder, file).split(path.sep).join('/');
  const settings = inWords(grid.set ?? {});
  const items = [
    `Grid: [${path.basename(file)}](${link}); preset \`${grid.preset}\`${settings === '' ? '' : ` with ${settings}`}.`,
    `Every run with its whole configuration and its curves: [${resultsFileName}](${resultsFileName}).`,
    ...counted(results, 'Command', ({ command }) => `\`${command}\``),
    ...counted(results, 'Commit', ({ commit, changed }) =>
      commit === null ? 'unknown' : `\`${commit.slice(0, 12)}\`${changed ? ' with changes' : ''}`,
    ),
    ...counted(
      results,
      'Device',
      ({ backend, adapter, jobs }) => `${backend}, ${adapter}${jobs > 1 ? `, ${jobs} runs at a time` : ''}`,
    ),
    `Seconds in all: ${Math.round(results.reduce((sum, { seconds, jobs }) => sum + seconds / jobs, 0))}.`,
  ];
  return items.map((item) => `- ${item}`).join('\n');
}

const inWords = (settings: Settings): string =>
  Object.entries(settings)
    .map(([path, value]) => `\`${path}=${String(value)}\``)
    .join(', ');

/** Each different value once, with the number of its runs where there are several. */
function counted(
  results: readonly RunResult[],
  title: string,
  value: (result: RunResult) => string,
): string[] {
  const counts = new Map<string, number>();
  for (const result of results) counts.set(value(result), (counts.get(value(result)) ?? 0) + 1);
  return [...counts].map(([text, count]) =>
    counts.size === 1 ? `${title}: ${text}` : `${title}: ${text} (${count} of ${results.length} runs)`,
  );
}
