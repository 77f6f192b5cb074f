import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../command/failure.ts';
import { parseSweepRequest } from './request.ts';
import { gridInput } from './testing.ts';

let folder: string;
let grid: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim sweep-'));
  grid = path.join(folder, 'contrast.json');
  writeFileSync(grid, JSON.stringify(gridInput));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('parseSweepRequest', () => {
  it('puts results beside the grid, and trains on every core', () => {
    const request = parseSweepRequest(['--grid', grid]);
    expect(request).toMatchObject({
      backend: 'wasm',
      folder: path.join(folder, 'results', 'contrast'),
      jobs: Math.min(8, availableParallelism()),
      dryRun: false,
      retryFailed: false,
      command: `npm run sweep -- --grid '${grid}'`,
    });
    expect(request?.plan.runs).toHaveLength(8);
  });

  it('takes other seeds, jobs, backend and folder', () => {
    const words = ['--grid', grid, '--seeds', '3', '--jobs', '5', '--backend', 'webgpu', '--out', 'there'];
    const request = parseSweepRequest([...words, '--dry-run', '--retry-failed']);
    expect(request).toMatchObject({
      jobs: 5,
      backend: 'webgpu',
      folder: 'there',
      dryRun: true,
      retryFailed: true,
    });
    expect(request?.plan.runs).toHaveLength(12);
    expect(parseSweepRequest(['--grid', grid, '--backend', 'webgpu'])?.jobs).toBe(1);
    expect(parseSweepRequest(['--grid', grid, '--jobs', '50'])?.jobs).toBe(8);
  });

  it.each([
    [['byol'], ['ResNet + BYOL · none', 'ResNet + BYOL · naive']],
    [['· none'], ['ViT + DINO · none', 'ResNet + BYOL · none']],
    [
      ['BYOL · none', 'dino'],
      ['ViT + DINO · none', 'ViT + DINO · naive', 'ResNet + BYOL · none'],
    ],
  ])('takes only what is named %j', (parts, names) => {
    const request = parseSweepRequest(['--grid', grid, '--jobs', '50', '--only', ...parts]);
    expect(request?.asked.map(({ arm, seed }) => `${arm.name} ${seed}`)).toEqual(
      [1, 2].flatMap((seed) => names.map((name) => `${name} ${seed}`)),
    );
    expect(request?.jobs).toBe(2 * names.length);
    expect(request?.plan.runs).toHaveLength(8);
  });

  it('takes with a block what an earlier one asks for too', () => {
    const [block] = gridInput.blocks;
    const again = { ...gridInput, blocks: [block, { ...block, title: 'The same again' }] };
    const file = path.join(folder, 'again.json');
    writeFileSync(file, JSON.stringify(again));
    const request = parseSweepRequest(['--grid', file, '--only', 'again']);
    expect(request?.asked).toHaveLength(8);
  });

  it('reads a grid as editors save it, with a byte-order mark, and refuses one that says a thing twice', () => {
    const file = path.join(folder, 'edited.json');
    writeFileSync(file, `\ufeff${JSON.stringify(gridInput)}`);
    expect(parseSweepRequest(['--grid', file])?.grid.title).toBe(gridInput.title);
    writeFileSync(file, JSON.stringify(gridInput).replace('"axes":', '"axes":[],"axes":'));
    expect(() => parseSweepRequest(['--grid', file])).toThrow(
      new UsageError(`The grid ${file} has "blocks[0].axes" twice; take one of them out.`),
    );
  });

  it('lists the arms there are when none has the name', () => {
    const words = ['--grid', grid, '--only', 'BYOL', 'SimSiam'];
    expect(() => parseSweepRequest(words)).toThrow(
      'has "SimSiam" in its name. Its arms: ViT + DINO · none, ViT + DINO · naive,',
    );
  });

  it.each([
    [[], "Required option '--grid <file>' not specified."],
    [['--grid', '/no/such.json'], 'There is no grid /no/such.json.'],
    [['--grid', tmpdir()], 'cannot be read'],
    [['--grid', 'package.json'], 'In package.json: title is missing; it must be a text.'],
    [['--grid', 'x', '--jobs', '0'], 'It must be a whole number from 1.'],
    [['--grid', 'x', '--seeds', '1.5'], 'It must be a whole number from 1.'],
    [['--grid', 'x', '--dryrun'], "Unknown option '--dryrun'. (Did you mean --dry-run?)"],
  ])('refuses %j', (words, sentence) => {
    expect(() => parseSweepRequest(words)).toThrow(UsageError);
    expect(() => parseSweepRequest(words)).toThrow(sentence);
  });
});
