import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { plotFrames } from './plotFrame.ts';
import { scaleOf } from './scale.ts';
import { Sketch, type SketchProps } from './Sketch.tsx';

const frame = { height: 130, top: 10, bottom: 20, left: 40, right: 60, labelGap: 15 };
const sketch: SketchProps = {
  rows: [
    { x: 0, values: [0, 1] },
    { x: 1, values: [null, null] },
    { x: 2, values: [0.5, null] },
    { x: 4, values: [1, 0.25] },
  ],
  lines: [
    { id: 'a', label: 'a', style: { colour: 'var(--arm-none)', dash: '1.5 3.5' }, reference: false },
    { id: 'b', label: 'b', style: { colour: 'var(--reference)', dash: undefined }, reference: true },
  ],
  x: scaleOf([0, 4], 2),
  y: scaleOf([0, 1], 2),
  ticks: 'percent',
  references: [0.25],
  frame,
  large: true,
};

const pathsOf = (markup: string, className: string): string[] =>
  [...markup.matchAll(new RegExp(`<path class="${className}"[^>]*>`, 'g'))].map(([path]) => path);
const textsOf = (markup: string) =>
  [...markup.matchAll(/<text[^>]* x="([^"]+)" y="([^"]+)"[^>]*>([^<]+)</g)].map(([, x, y, text]) => [
    x,
    y,
    text,
  ]);

describe('Sketch', () => {
  const large = renderToStaticMarkup(<Sketch {...sketch} />);

  it('goes straight through the values of each line, as if those between were none', () => {
    const [a, b] = pathsOf(large, 'plot-curve');
    expect(a).toContain('d="M0 100L500 50L1000 0"');
    expect(a).toMatch(/stroke="var\(--arm-none\)" stroke-dasharray="1.5 3.5" stroke-width="2"/);
    expect(b).toContain('d="M0 0L1000 75"');
    expect(b).toContain('stroke-width="1"');
  });

  it('has a grid, references and an axis over its whole width', () => {
    expect(pathsOf(large, 'plot-grid').map((path) => / d="(.+?)"/.exec(path)?.[1])).toEqual([
      'M0 100H1000',
      'M0 50H1000',
      'M0 0H1000',
    ]);
    expect(pathsOf(large, 'plot-reference')).toEqual([expect.stringContaining('d="M0 75H1000"')]);
    expect(pathsOf(large, 'plot-axis')).toEqual([expect.stringContaining('d="M0 100H1000"')]);
  });

  it('is stretched between the two margins, and its ticks stand where that puts them', () => {
    expect(large.match(/top:10px;left:40px;width:calc\(100% - 100px\);height:100px/g)).toHaveLength(2);
    expect(textsOf(large)).toEqual([
      ['-8', '100', '0\u202f%'],
      ['-8', '50', '50\u202f%'],
      ['-8', '0', '100\u202f%'],
      ['0%', '108', '0'],
      ['50%', '108', '2'],
      ['100%', '108', '4'],
    ]);
  });

  it('is curves and references alone where it is small', () => {
    const small = renderToStaticMarkup(<Sketch {...sketch} frame={plotFrames.desk.small} large={false} />);
    expect(pathsOf(small, 'plot-curve')).toHaveLength(2);
    expect(pathsOf(small, 'plot-reference')).toHaveLength(1);
    expect(small).not.toMatch(/plot-(grid|axis|tick)/);
  });
});
