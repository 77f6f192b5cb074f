/** @file A small grid, and results of runs that nobody trained, for the tests of sweeps. */
import { parseGrid, type Grid } from './grid.ts';
import type { Metrics } from './measured.ts';
import { planSweep, type PlannedRun } from './plan.ts';
import type { RunResult } from './result.ts';

/** Two models under two policies, two seeds: eight runs. */
export const gridInput = {
  title: 'A contrast',
  about: 'What neighbours do.',
  preset: 'emoji-vit',
  set: { 'evaluation.everyEpochs': 5 },
  seeds: 2,
  blocks: [
    {
      title: 'Self-distillation',
      axes: [
        {
          name: 'model',
          values: [
            { label: 'ViT + DINO', set: { method: 'dino' } },
            { label: 'ResNet + BYOL', set: { method: 'byol', 'backbone.kind': 'resnet' } },
          ],
        },
        {
          name: 'policy',
          values: [
            { label: 'none', set: { 'bootstrap.policy': 'none' } },
            { label: 'naive', set: { 'bootstrap.policy': 'naive' } },
          ],
        },
      ],
    },
  ],
  table: ['knnAccuracy', 'rankMe'],
  curves: ['knnAccuracy'],
  lines: 'policy',
};

export const smallGrid = (): Grid => parseGrid(JSON.stringify(gridInput), 'grid.json');
export const smallPlan = () => planSweep(smallGrid(), 'grid.json');

/** What `run` might have measured. */
export function resultFor(run: PlannedRun, metrics: Metrics, changes: Partial<RunResult> = {}): RunResult {
  return {
    block: run.arm.block,
    arm: run.arm.name,
    seed: run.seed,
    outcome: 'finished',
    commit: 'c0ffee',
    changed: false,
    command: 'npm run sweep -- --grid grid.json',
    jobs: 1,
    ended: '2025-01-01T00:00:00.000Z',
    seconds: 100,
    stepsPerSecond: 25,
    stepsDone: 2220,
    backend: 'wasm',
    adapter: 'CPU, 2 threads',
    preset: run.preset,
    steps: run.steps ?? null,
    config: run.config,
    floors: { knnUntrained: 0.4, knnRawPixels: 0.5, chance: 0.1 },
    shape: { parameters: 1000 },
    metrics,
    curves: Object.fromEntries(
      Object.entries(metrics).map(([name, value]) => [
        name,
        [
          [0, value / 2],
          [30, value * 0.8],
          [60, value],
        ],
      ]),
    ),
    references: { knnAccuracy: [{ label: 'raw pixels', value: 0.5 }] },
    ...changes,
  };
}
