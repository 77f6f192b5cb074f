import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { armResults } from '../armResults.ts';
import { parseGrid } from '../grid.ts';
import { planSweep } from '../plan.ts';
import { recordedOf } from '../resultsFile.ts';
import { gridInput, resultFor, smallPlan } from '../testing.ts';
import { colourOf } from '../../../charts/figure/colours.ts';
import { readColours } from './colours.ts';
import { drawFigure } from './figure.tsx';
import { panelsOf } from './panels.ts';

const plan = smallPlan();
const recorded = plan.runs.map((run, index) =>
  recordedOf(resultFor(run, { knnAccuracy: 0.4 + index / 100 })),
);
const panels = panelsOf(armResults(plan.arms, recorded), 'knnAccuracy', 'policy');

describe('panelsOf', () => {
  it('draws the policies of each model over one another, as the app draws them', () => {
    expect(panels.map(({ title }) => title)).toEqual(['ViT + DINO', 'ResNet + BYOL']);
    expect(panels[0]?.lines.map(({ label, style }) => [label, style.colour])).toEqual([
      ['none', 'var(--arm-none)'],
      ['naive', 'var(--arm-naive)'],
    ]);
    expect(panels[0]?.seeds).toEqual([2, 2]);
    // Seeds 1 and 2 of the first arm end at 0.40 and 0.44.
    expect(panels[0]?.lines[0]?.points.at(-1)).toMatchObject({ epoch: 60, count: 2 });
    expect(panels[0]?.lines[0]?.points.at(-1)?.mean).toBeCloseTo(0.42, 12);
    expect(panels[0]?.lines[0]?.points.at(-1)?.standardError).toBeCloseTo(0.02, 12);
    expect(panels[0]?.references).toEqual([{ label: 'raw pixels', value: 0.5 }]);
  });

  it('draws nothing of a metric that was not measured, and no plot of an arm that has none', () => {
    const arms = armResults(plan.arms, recorded);
    expect(panelsOf(arms, 'weather', 'policy')).toEqual([]);
    expect(panelsOf(armResults(plan.arms, recorded.slice(0, 2)), 'knnAccuracy', 'policy')).toHaveLength(1);
  });

  it('tells many lines of one policy apart', () => {
    const values = Array.from({ length: 9 }, (_, index) => ({
      label: `τ ${index}`,
      set: { 'bootstrap.temperature': 0.01 * (index + 1) },
    }));
    const blocks = [{ title: 'Temperatures', axes: [{ name: 'τ', values }] }];
    const grid = parseGrid(JSON.stringify({ ...gridInput, blocks, seeds: 1, lines: 'τ' }), 'g');
    const { arms, runs } = planSweep(grid, 'g');
    const results = armResults(
      arms,
      runs.map((run) => recordedOf(resultFor(run, { knnAccuracy: 0.5 }))),
    );
    const [panel] = panelsOf(results, 'knnAccuracy', 'τ');
    expect(panel?.title).toBe('Temperatures');
    const styles = panel?.lines.map(({ style }) => `${style.colour} ${style.dash ?? 'solid'}`);
    expect(new Set(styles).size).toBe(9);
  });
});

describe('drawFigure', () => {
  it('is a picture, of the size it says, with something on it', async () => {
    const svg = drawFigure('knnAccuracy', panels);
    const { width, height } = await sharp(Buffer.from(svg)).metadata();
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
    const { channels } = await sharp(Buffer.from(svg)).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(5);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says in words where the lines end', () => {
    expect(drawFigure('knnAccuracy', panels)).toContain('ViT + DINO: none ends at 0.420 ± 0.020');
  });

  it('is well-formed whatever things are called', async () => {
    const odd = panels.map((panel) => ({ ...panel, title: '<"A" & \'B\'>' }));
    await expect(sharp(Buffer.from(drawFigure('a < b & c', odd))).metadata()).resolves.toMatchObject({
      format: 'svg',
    });
  });

  it('draws one run that was evaluated once', async () => {
    const [run] = plan.runs;
    if (run === undefined) throw new Error('the plan has a run');
    const once = recordedOf(resultFor(run, {}, { curves: { loss: [[1, 4.8]] } }));
    const svg = drawFigure('loss', panelsOf(armResults(plan.arms, [once]), 'loss', 'policy'));
    await expect(sharp(Buffer.from(svg)).stats()).resolves.toBeDefined();
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain('one seed');
  });
});

describe('readColours', () => {
  it('finds both lights of every colour that the pictures use', () => {
    const colours = readColours();
    for (const name of ['var(--arm-none)', 'var(--arm-adaptive)', '--card', '--ink', '--reference']) {
      const { light, dark } = colourOf(colours, name);
      expect(light).toMatch(/^#[0-9a-f]{6}$/);
      expect(dark).not.toBe(light);
    }
    expect(() => colourOf(colours, '--no-such')).toThrow('no colour --no-such');
  });
});
