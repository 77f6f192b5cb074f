import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { coloursIn } from './colours.ts';
import { Figure } from './Figure.tsx';
import type { FigureLine, FigurePanel } from './figurePanel.ts';

const names = ['card', 'ink', 'soft', 'grid', 'axis', 'reference', 'arm-none', 'arm-adaptive'];
const colours = coloursIn(
  names.map((name, index) => `--${name}: light-dark(#00000${index}, #ffffff);`).join('\n'),
);

const line = (label: string, colour: string, dash?: string): FigureLine => ({
  label,
  style: { colour: `var(--arm-${colour})`, dash },
  points: [
    { epoch: 0, mean: 0.2, standardError: 0.1 },
    { epoch: 10, mean: 0.8, standardError: 0.1 },
  ],
});
const panel: FigurePanel = {
  title: 'ViT',
  note: '3 seeds',
  lines: [line('adaptive', 'adaptive'), line('none', 'none', '1.5 3.5')],
  references: [
    { label: 'raw pixels', value: 0.5 },
    { label: 'far', value: 9, distant: true },
  ],
};

const draw = (panels: readonly FigurePanel[], percent = false) =>
  renderToStaticMarkup(
    <Figure metric={{ label: 'k-NN', line: 'of images', percent }} panels={panels} colours={colours} />,
  );
const pathsOf = (svg: string, className: string): string[] =>
  [...svg.matchAll(new RegExp(`<path class="${className}"[^>]*>`, 'g'))].map(([path]) => path);

describe('Figure', () => {
  const svg = draw([panel]);

  it('brings a colour for whatever has a class, in either light, and takes nothing from elsewhere', () => {
    const [styles = ''] = /<style>.*<\/style>/.exec(svg) ?? [];
    const [light = '', dark = ''] = styles.split('@media (prefers-color-scheme:dark)');
    const classes = new Set([...svg.matchAll(/ class="([^"]+)"/g)].map(([, name = '']) => name));
    expect(classes.size).toBeGreaterThan(10);
    for (const name of classes)
      for (const rules of [light, dark]) expect(rules).toMatch(new RegExp(`\\.${name}{(fill|stroke):#`));
    expect(svg).not.toMatch(/var\(|url\(|href|@import|<text[^>]* style=/);
  });

  it('draws each line once in the legend and once in the plot, dashed ones over solid ones', () => {
    expect(pathsOf(svg, 'stroke-arm-none')).toHaveLength(2);
    expect(pathsOf(svg, 'stroke-arm-adaptive')).toHaveLength(2);
    const twice = draw([{ ...panel, lines: panel.lines.toReversed() }]);
    for (const drawn of [svg, twice])
      expect(drawn.lastIndexOf('stroke-arm-none')).toBeGreaterThan(drawn.lastIndexOf('stroke-arm-adaptive'));
  });

  it('has a band of one standard error either way, where there are errors', () => {
    // One plot is 440 by 200, over 0 to 10 epochs and values from 0 to 1.
    expect(pathsOf(svg, 'fill-arm-none')).toEqual([
      expect.stringContaining('fill-opacity="0.16" d="M0 140L440 20L440 60L0 180Z"'),
    ]);
    const sure = panel.lines.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, standardError: null })),
    }));
    const bare = draw([{ ...panel, lines: sure }]);
    expect(pathsOf(bare, 'fill-arm-none')).toEqual([]);
    expect(pathsOf(bare, 'stroke-arm-none')).toHaveLength(2);
  });

  it('names the references that its axis reaches, and does not stretch it to a distant one', () => {
    expect(pathsOf(svg, 'plot-reference')).toEqual([expect.stringContaining('d="M0 100H440"')]);
    expect(svg).toContain('raw pixels');
    expect(svg).not.toContain('far');
  });

  it('has one scale for all plots, in per cent where the metric is', () => {
    const higher = { ...line('none', 'none'), points: [{ epoch: 10, mean: 4, standardError: null }] };
    const both = draw([panel, { ...panel, title: 'ResNet', lines: [higher] }], true);
    expect(both.match(/>400\u202f%</g)).toHaveLength(2);
    expect(draw([panel])).not.toContain('%');
  });

  it('is the same text for the same panels', () => {
    expect(draw([structuredClone(panel)])).toBe(svg);
  });

  it('breaks a long legend into rows within its width', () => {
    const many = Array.from({ length: 8 }, (_, index) => line(`a long name, number ${index}`, 'none'));
    const long = draw([{ ...panel, lines: many }]);
    const width = Number(/ width="(\d+)"/.exec(long)?.[1]);
    const entries = [...long.matchAll(/translate\(([\d.]+) ([\d.]+)\)"><path/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(entries).toHaveLength(8);
    expect(new Set(entries.map(([, y]) => y)).size).toBeGreaterThan(2);
    for (const [x = NaN] of entries) expect(x + 34 + 22 * 6.6).toBeLessThan(width);
  });
});
