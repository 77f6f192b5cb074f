import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { groupBy } from '../../src/tensor/profiling/groupBy.ts';
import { refusal } from './importDirection.js';

/** Imports that the house forbids: [file below src/, what it imports, what the message says]. */
const forbidden = [
  ['adasim/window.ts', '../config/schema.ts', 'src/config'],
  ['formats/npz.ts', '../adasim/window.ts', 'src/adasim'],
  ['adasim/window.ts', '../tensor/tf.ts', 'src/tensor'],
  ['adasim/window.ts', '@tensorflow/tfjs', '@tensorflow/tfjs'],
  ['adasim/window.ts', 'node:fs', 'node:fs'],
  ['data/emoji.ts', '../tensor/tf.ts', 'src/tensor'],
  ['tensor/ops/gelu.ts', '../../model/vit.ts', 'src/model'],
  ['model/vit.ts', '@tensorflow/tfjs-core', '@tensorflow/tfjs-core'],
  ['model/vit.ts', '../training/trainer.ts', 'src/training'],
  ['training/trainer.ts', '../worker/session.ts', 'src/worker'],
  ['worker/worker.ts', '../store/run.ts', 'src/store'],
  ['client/trainingClient.ts', '../worker/worker.ts', 'src/worker'],
  ['client/trainingClient.ts', '../tensor/tf.ts', 'src/tensor'],
  ['protocol/records.ts', '../training/trainer.ts', 'src/training'],
  ['store/run.ts', '../worker/worker.ts', 'src/worker'],
  ['store/run.ts', '../ui/App.tsx', 'src/ui'],
  ['ui/App.tsx', '../worker/session.ts', 'src/worker'],
  ['ui/App.tsx', '../training/evaluation.ts', 'src/training'],
  ['ui/charts/Loss.tsx', '@tensorflow/tfjs', '@tensorflow/tfjs'],
  ['ui/App.tsx', '../../scripts/start.ts', 'src/..'],
  ['metrics/table.ts', '../protocol/records.ts', 'src/protocol'],
  ['protocol/events.ts', '../tensor/backend.ts', 'src/tensor'],
  ['charts/arms.ts', '../store/run/run.ts', 'src/store'],
  ['newcomer/file.ts', '../adasim/window.ts', 'no entry'],
] as const;

const permitted = [
  ['adasim/window.ts', './bank.ts'],
  ['tensor/ops/gelu.ts', '../tf.ts'],
  ['tensor/tf.ts', '@tensorflow/tfjs-core/dist/register_all_gradients'],
  ['model/blocks/mlp.ts', '../../tensor/ops/linear.ts'],
  ['worker/worker.ts', './session.ts'],
  ['client/trainingClient.ts', '../protocol/events.ts'],
  ['store/run/run.ts', '../../client/trainingClient.ts'],
  ['ui/App.tsx', '../protocol/events.ts'],
  ['ui/App.tsx', './app.css?inline'],
  ['main.tsx', './ui/App.tsx'],
] as const;

describe('the table of layers', () => {
  it.each(forbidden)('%s may not import %s', (file, specifier, reason) => {
    expect(refusal(file, specifier)).toContain(reason);
  });

  it.each(permitted)('%s may import %s', (file, specifier) => {
    expect(refusal(file, specifier)).toBeUndefined();
  });
});

describe('the configuration of the linter', () => {
  const fromPage = [
    `import { App } from '../ui/App.tsx';`,
    `import type { App } from '../ui/App.tsx';`,
    `export { App } from '../ui/App.tsx';`,
    `export * from '../ui/App.tsx';`,
    `export const app = import('../ui/App.tsx');`,
  ];
  const platform = ['window', 'document', 'fetch'];
  const files = new Map([
    ...fromPage.map((code, index) => [`src/training/from${index}.ts`, code] as const),
    ['src/training/free.test.ts', `export { App } from '../ui/App.tsx';`],
    ...platform.map((name) => [`src/adasim/${name}.ts`, `export const value = ${name};`] as const),
    ['src/adasim/forgotten.ts', `export const begin = () => { Promise.resolve(); };`],
    [
      'src/ui/Sometimes.tsx',
      'declare function useState(first: number): void; export function Sometimes({ on }: { on: boolean }) { if (on) useState(0); return null; }',
    ],
  ]);
  let complaints: Map<string, string[]>;
  beforeAll(async () => {
    complaints = await complaintsAbout(files);
  }, 90_000);

  it.each(fromPage.map((code, index) => [code, `src/training/from${index}.ts`] as const))(
    'reports %s in the training folder',
    (_code, file) => {
      expect(complaints.get(file)).toContain(
        'layers(import-direction): src/training may not import from src/ui (see scripts/lint/layers.js)',
      );
    },
  );

  it('leaves tests free to compare layers', () => {
    expect(complaints.get('src/training/free.test.ts')).toBeUndefined();
  });

  it.each(platform)('keeps %s out of the method', (name) => {
    expect(complaints.get(`src/adasim/${name}.ts`)).toEqual([
      `eslint(no-restricted-globals): Unexpected use of '${name}'.`,
    ]);
  });

  it('knows types', () => {
    expect(complaints.get('src/adasim/forgotten.ts')).toEqual([
      expect.stringContaining('typescript(no-floating-promises)'),
    ]);
  });

  it('knows the rules of hooks', () => {
    expect(complaints.get('src/ui/Sometimes.tsx')).toEqual([expect.stringContaining('rules-of-hooks')]);
  });
});

/** What the linter says of files that lie in a checkout of their own, under the rules of this one: path → complaints. */
async function complaintsAbout(files: ReadonlyMap<string, string>): Promise<Map<string, string[]>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'adasim-lint-'));
  try {
    const rules = await readFile('.oxlintrc.json', 'utf8');
    await writeFile(
      path.join(folder, '.oxlintrc.json'),
      rules.replace('./scripts/', `${path.resolve('scripts')}/`),
    );
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      '{ "compilerOptions": { "strict": true, "types": [] } }',
    );
    for (const [name, code] of files) {
      await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
      await writeFile(path.join(folder, name), code);
    }
    const linter = path.resolve('node_modules/oxlint/bin/oxlint');
    const { stdout } = spawnSync(process.execPath, [linter, '--format', 'json', 'src'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, OXLINT_TSGOLINT_PATH: path.resolve('node_modules/.bin/tsgolint') },
      timeout: 60_000,
    });
    const report = z
      .object({
        diagnostics: z.array(z.object({ code: z.string(), message: z.string(), filename: z.string() })),
      })
      .parse(JSON.parse(stdout));
    const told = ({ code, message }: { code: string; message: string }) => `${code}: ${message}`;
    return new Map(
      [...groupBy(report.diagnostics, ({ filename }) => filename)].map(([name, all]) => [
        name,
        all.map(told),
      ]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
