import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
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

describe('the configuration of ESLint', () => {
  // Virtual files have no types, so the rules that need types are left out; the import rule needs none.
  const eslint = new ESLint({
    ruleFilter: ({ ruleId }) => ['layers/import-direction', 'no-restricted-globals'].includes(ruleId),
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
  const complaints = async (filePath: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath });
    return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`);
  };

  it.each([
    `import { App } from '../ui/App.tsx';`,
    `import type { App } from '../ui/App.tsx';`,
    `export { App } from '../ui/App.tsx';`,
    `export * from '../ui/App.tsx';`,
    `export const app = import('../ui/App.tsx');`,
  ])('reports %s in the training folder', async (code) => {
    expect(await complaints('src/training/virtual.ts', code)).toEqual([
      'layers/import-direction: src/training may not import from src/ui (see scripts/lint/layers.js)',
    ]);
  });

  it('leaves tests free to compare layers', async () => {
    const code = `import { App } from '../ui/App.tsx';`;
    expect(await complaints('src/training/virtual.test.ts', code)).toEqual([]);
  });

  it.each(['window', 'document', 'fetch'])('keeps %s out of the method', async (name) => {
    expect(await complaints('src/adasim/virtual.ts', `export const value = ${name};`)).toEqual([
      `no-restricted-globals: Unexpected use of '${name}'.`,
    ]);
  });
});
