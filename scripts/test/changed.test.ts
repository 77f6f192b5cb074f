import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changedScope, scopeOf } from './changed.ts';

const browserTests = [
  'src/tensor/ops/gradients.browser.test.ts',
  'src/tensor/wasm/linear.browser.test.ts',
  'src/worker/resume.browser.test.ts',
];

const nothing = {
  lintsAll: false,
  code: [],
  kernelFolders: [],
  specs: [],
  changesSite: false,
  changesTraining: false,
};

describe('scopeOf', () => {
  it('calls for nothing where words changed', () => {
    const files = ['README.md', 'docs/METHOD.md'];
    expect(scopeOf(files, browserTests)).toEqual({ ...nothing, files });
  });

  it('finds the browser tests beside a file, or in the nearest folder above', () => {
    const files = ['src/tensor/wasm/assembly/gemm.ts', 'src/tensor/wasm/linear.ts', 'src/tensor/tf.ts'];
    expect(scopeOf(files, browserTests)).toMatchObject({
      code: files,
      kernelFolders: ['src/tensor/wasm/'],
      changesSite: true,
      changesTraining: true,
    });
  });

  it('tells the page from what trains', () => {
    expect(scopeOf(['src/ui/App.tsx'], browserTests)).toMatchObject({
      kernelFolders: [],
      changesSite: true,
      changesTraining: false,
    });
    expect(scopeOf(['src/cli/train.ts'], browserTests)).toMatchObject({ changesSite: false });
    expect(scopeOf(['fixtures/golden/new.safetensors'], browserTests)).toMatchObject({
      code: [],
      changesTraining: true,
    });
  });

  it('runs a test that changed, and not the site for its sake', () => {
    const files = ['src/worker/resume.browser.test.ts', 'e2e/files.spec.ts'];
    expect(scopeOf(files, browserTests)).toEqual({
      ...nothing,
      files,
      code: ['src/worker/resume.browser.test.ts'],
      kernelFolders: ['src/worker/'],
      specs: ['e2e/files.spec.ts'],
    });
  });

  it.each(['.oxlintrc.json', 'scripts/lint/layers.js', 'tsconfig.json'])(
    'holds everything against the rules when %s changed',
    (file) => expect(scopeOf([file], browserTests).lintsAll).toBe(true),
  );
});

it('takes what is not committed, and what the branch has that main has not', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'adasim-changed-'));
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], {
      cwd: folder,
      stdio: 'ignore',
    });
  const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
  const commit = () => {
    git('add', '--all');
    git('commit', '--message', 'a');
  };
  git('init', '--initial-branch', 'main');
  for (const name of ['same.ts', 'edited.ts', 'gone.ts', 'linear.browser.test.ts']) await write(name, 'a');
  commit();
  git('checkout', '-b', 'branch');
  await write('committed.ts', 'a');
  commit();
  await write('edited.ts', 'b');
  await rm(path.join(folder, 'gone.ts'));
  await write('new.ts', 'a');
  expect(changedScope(folder).files).toEqual(['committed.ts', 'edited.ts', 'new.ts']);
  await rm(folder, { recursive: true });
});
