import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../config/paths.ts';
import { configFromPreset } from '../../config/presets.ts';
import { UsageError } from '../command/failure.ts';
import { parseGrid } from './grid.ts';
import { planSweep } from './plan.ts';
import { armKey } from './runKey.ts';
import { gridInput, smallGrid, smallPlan } from './testing.ts';

describe('planSweep', () => {
  it('combines every value of every axis, seeds turning slowest', () => {
    const { arms, runs } = smallPlan();
    expect(arms.map(({ name }) => name)).toEqual([
      'ViT + DINO · none',
      'ViT + DINO · naive',
      'ResNet + BYOL · none',
      'ResNet + BYOL · naive',
    ]);
    expect(runs.map(({ seed }) => seed)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect(new Set(runs.map(({ key }) => key)).size).toBe(8);
    expect(runs.at(-1)?.config).toMatchObject({
      seed: 2,
      method: 'byol',
      backbone: { kind: 'resnet' },
      bootstrap: { policy: 'naive' },
      evaluation: { everyEpochs: 5 },
    });
  });

  it('lays the block over the grid and the axes over both', () => {
    const input = {
      ...gridInput,
      set: { epochs: 10, batchSize: 32, 'optimizer.lr': 0.1 },
      blocks: gridInput.blocks.map((block) => ({
        ...block,
        set: { batchSize: 16, 'optimizer.lr': 0.2 },
        axes: [{ name: 'lr', values: [{ label: 'low', set: { 'optimizer.lr': 0.3 } }] }],
      })),
      lines: 'lr',
    };
    const { runs } = planSweep(parseGrid(JSON.stringify(input), 'g'), 'g');
    expect(runs[0]?.config).toMatchObject({ epochs: 10, batchSize: 16, optimizer: { lr: 0.3 } });
  });

  it('trains once what two blocks ask for', () => {
    const [block] = gridInput.blocks;
    const input = { ...gridInput, blocks: [block, { ...block, title: 'Again', seeds: 3 }] };
    const { arms, runs } = planSweep(parseGrid(JSON.stringify(input), 'g'), 'g');
    expect(arms).toHaveLength(8);
    expect(runs).toHaveLength(12);
  });

  it('names the block where names alone would not tell arms apart', () => {
    const [block] = gridInput.blocks;
    const other = { ...block, title: 'Other', axes: [{ name: 'τ', values: [{ label: '.1', set: {} }] }] };
    const input = { ...gridInput, blocks: [block, { ...block, title: 'Again' }, other] };
    const names = planSweep(parseGrid(JSON.stringify(input), 'g'), 'g').arms.map(({ name }) => name);
    expect(names[0]).toBe('Self-distillation: ViT + DINO · none');
    expect(names[4]).toBe('Again: ViT + DINO · none');
    expect(names[8]).toBe('.1');
  });

  it('takes other seeds for all blocks', () => {
    const runs = planSweep(smallGrid(), 'g', [1, 2, 3]).runs;
    expect(runs).toHaveLength(12);
  });

  it.each([
    [{ preset: 'turbo' }, 'In grid.json: There is no preset called "turbo"'],
    [{ set: { 'bootstrap.topk': 3 } }, 'Did you mean bootstrap.topK?'],
    [
      { set: { 'bootstrap.topK': 99 } },
      'In grid.json, block "Self-distillation", ViT + DINO, none: bootstrap.topK is 99',
    ],
    [{ set: { batchSize: 'large' } }, 'batchSize is "large"'],
  ])('says where %j is wrong', (changes, words) => {
    const grid = parseGrid(JSON.stringify({ ...gridInput, ...changes }), 'grid.json');
    expect(() => planSweep(grid, 'grid.json')).toThrow(UsageError);
    expect(() => planSweep(grid, 'grid.json')).toThrow(words);
  });
});

describe('the grids of the project', () => {
  const folder = fileURLToPath(new URL('../../../experiments', import.meta.url));
  const runsOf = (name: string) => {
    const file = path.join(folder, name);
    return planSweep(parseGrid(readFileSync(file, 'utf8'), file), file).runs;
  };

  it('can all be planned', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of names) expect(runsOf(name).length).toBeGreaterThan(0);
  });

  it('cover every method on every backbone, each with the policies it has', () => {
    const seeds = new Map<string, number>();
    for (const { config } of [...runsOf('contrast.json'), ...runsOf('others.json')]) {
      const name = `${config.backbone.kind} ${config.method} ${config.bootstrap.policy}`;
      seeds.set(name, (seeds.get(name) ?? 0) + 1);
    }
    expect([...seeds.values()].filter((count) => count === 3)).toHaveLength(11);
    expect([...seeds.values()].filter((count) => count === 1)).toHaveLength(11);
    expect(seeds.size).toBe(2 * (3 * 3 + 2));
  });
});

describe('armKey', () => {
  const config = configFromPreset('emoji-vit');

  it('is of everything but the seed', () => {
    const key = armKey(config, undefined);
    expect(armKey({ ...config, seed: 99 }, undefined)).toBe(key);
    expect(armKey(config, 100)).not.toBe(key);
    const others = leaves(config)
      .filter(([path, value]) => path !== 'seed' && typeof value === 'number')
      .map(([path, value]) => armKey(changed(config, path, Number(value) + 1), undefined));
    expect(others.length).toBeGreaterThan(30);
    expect(new Set([key, ...others]).size).toBe(others.length + 1);
  });

  it('does not depend on the order of the settings', () => {
    const reversed = Object.fromEntries(Object.entries(config).reverse());
    expect(armKey(reversed, undefined)).toBe(armKey(config, undefined));
  });

  it('takes a setting that a former version did not have for its default', () => {
    const { evaluation, ...former } = config;
    expect(evaluation.everyEpochs).toBe(configFromPreset('emoji-vit').evaluation.everyEpochs);
    expect(armKey(former, undefined)).toBe(armKey(config, undefined));
    const other = { ...config, evaluation: { ...evaluation, everyEpochs: 17 } };
    expect(armKey(former, undefined)).not.toBe(armKey(other, undefined));
  });
});

/** With one setting replaced, whether that makes sense or not. */
function changed(tree: object, path: string, value: number): object {
  const [key = '', ...rest] = path.split('.');
  const child: unknown = Object.entries(tree).find(([name]) => name === key)?.[1];
  const inner = typeof child === 'object' && child !== null && rest.length > 0;
  return { ...tree, [key]: inner ? changed(child, rest.join('.'), value) : value };
}
