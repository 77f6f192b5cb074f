import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { LineNames, type LineName } from './LineNames.tsx';
import { scaleOf } from './scale.ts';

const drawn = (names: readonly LineName[]) =>
  renderToStaticMarkup(
    <LineNames names={names} y={scaleOf([0, 1])} height={100} gap={15} least={0} most={100} />,
  );
const attributes = (markup: string, name: string): string[] =>
  [...markup.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

describe('LineNames', () => {
  it('stand apart, each led to from the end of its line', () => {
    const markup = drawn([
      { id: 'pixels', text: 'raw pixels', value: 0.5 },
      { id: 'start', text: 'untrained', value: 0.55 },
    ]);
    expect(attributes(markup, 'y')).toEqual(['60', '45']);
    expect(attributes(markup, 'd')).toEqual(['M0 50L9 60', 'M0 45L9 45']);
  });

  it('point to where the lines are that the axis does not reach, at the edge and without a leader', () => {
    const markup = drawn([
      { id: 'above', text: 'ln K', value: 5 },
      { id: 'below', text: 'chance', value: -1 },
    ]);
    expect(markup).toContain('ln K ↑');
    expect(markup).toContain('chance ↓');
    expect(attributes(markup, 'y')).toEqual(['0', '100']);
    expect(markup).not.toContain('<path');
  });

  it('have the figure and the colour that they are given', () => {
    const markup = drawn([{ id: 'a', text: 'chance', value: 0.1, figure: '0.10', colour: 'red' }]);
    expect(markup).toMatch(/style="fill:red">chance<tspan [^>]*>0\.10<\/tspan>/);
  });
});
