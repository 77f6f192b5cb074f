import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { plotFrames } from '../../charts/plotFrame.ts';
import { powerScale, scaleOf, type Scale } from '../../charts/scale.ts';
import { Sketch, type SketchProps } from '../../charts/Sketch.tsx';
import '../styles/tokens.css';
import '../styles/charts.css';
import LinePlot from './LinePlot.tsx';

const x: Scale = { ...scaleOf([0, 60], 5), low: 0, high: 60 };
const line = (id: string, dash: string | undefined, reference = false) => ({
  id,
  label: id,
  style: { colour: 'rgb(10, 113, 155)', dash },
  reference,
});
const rows = Array.from({ length: 61 }, (_, epoch) => ({
  x: epoch,
  values: [Math.sin(epoch / 9), epoch % 7 === 3 ? null : Math.cos(epoch / 5) / 2, -epoch / 70],
}));

const large: SketchProps = {
  rows,
  lines: [line('a', undefined), line('b', '7 4'), line('start', '2 3', true)],
  x,
  y: scaleOf([-1, 1], 3),
  ticks: 'plain',
  references: [-0.35, 0.6],
  frame: plotFrames.desk.large,
  large: true,
};

let page: HTMLDivElement;
let unmount: () => void;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  page = document.createElement('div');
  document.body.append(page);
});
afterEach(() => {
  unmount();
  page.remove();
  vi.unstubAllGlobals();
});

/** Both drawings in boxes of the same size, one beneath the other. */
async function bothOf(props: SketchProps): Promise<{ sketch: Element; plot: Element }> {
  const box = (id: string, drawing: ReactNode) => (
    <div id={id} className="plot" style={{ width: 517, height: props.frame.height, margin: 0 }}>
      {drawing}
    </div>
  );
  const root = createRoot(page);
  unmount = () => act(() => root.unmount());
  await act(async () => {
    root.render(
      <>
        {box('sketch', <Sketch {...props} />)}
        {box('recharts', <LinePlot {...props} changes={[]} />)}
      </>,
    );
    await Promise.resolve();
  });
  await act(() =>
    vi.waitFor(() => {
      const drawn = page.querySelectorAll('#recharts path.recharts-line-curve');
      if (drawn.length < props.lines.length) throw new Error(`${drawn.length} lines are drawn`);
    }),
  );
  const [sketch, plot] = [page.querySelector('#sketch'), page.querySelector('#recharts')];
  if (sketch === null || plot === null) throw new Error('both boxes are on the page');
  return { sketch, plot };
}

/** How each line is stroked, and its two ends in pixels from the corner of its box. */
function linesIn(box: Element, selector: string): { style: string[]; ends: number[][] }[] {
  const corner = box.getBoundingClientRect();
  return [...box.querySelectorAll<SVGGeometryElement>(selector)].map((shape) => {
    const matrix = shape.getScreenCTM();
    const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(shape);
    return {
      style: [stroke, strokeDasharray, strokeWidth],
      ends: [0, 1].map((end) => {
        const point = shape
          .getPointAtLength(end * shape.getTotalLength())
          .matrixTransform(matrix ?? undefined);
        return [point.x - corner.x, point.y - corner.y];
      }),
    };
  });
}

/** The corners of a curve, in pixels from the corner of its box. */
function curvesIn(box: Element, selector: string): number[][][] {
  const corner = box.getBoundingClientRect();
  return [...box.querySelectorAll<SVGPathElement>(selector)].map((path) => {
    const numbers = (path.getAttribute('d') ?? '')
      .split(/[MLZ, ]+/)
      .filter((word) => word !== '')
      .map(Number);
    const matrix = path.getScreenCTM() ?? undefined;
    return Array.from({ length: numbers.length / 2 }, (_, index) => {
      const point = new DOMPoint(numbers[2 * index], numbers[2 * index + 1]).matrixTransform(matrix);
      return [point.x - corner.x, point.y - corner.y];
    });
  });
}

function textsIn(box: Element, selector: string): { text: string | null; place: number[] }[] {
  const corner = box.getBoundingClientRect();
  return [...box.querySelectorAll(selector)].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { text: element.textContent, place: [left - corner.x, top - corner.y, width, height] };
  });
}

describe.each([
  ['a large chart', large, 1],
  ['a large chart of powers', { ...large, y: powerScale([-7, 1], 3), ticks: 'power' }, 1],
  // There a box's height is no whole number of pixels, to which recharts rounds it.
  ['a large chart on a projector', { ...large, frame: plotFrames.projector.large }, 0],
  ['a small chart', { ...large, frame: plotFrames.desk.small, large: false }, 1],
] satisfies [string, SketchProps, number][])('%s', (_, props, decimals) => {
  /** Half a pixel at most, or a twentieth. */
  const allNear = (values: readonly number[]) =>
    values.map((value) => expect.closeTo(value, decimals) as number);

  it('looks the same before its library is there', async () => {
    const { sketch, plot } = await bothOf(props);

    const curves = curvesIn(plot, 'path.recharts-line-curve');
    expect(curves.map(({ length }) => length)).toEqual([61, 52, 61]);
    expect(curvesIn(sketch, '.plot-curve')).toEqual(curves.map((points) => points.map(allNear)));

    for (const [drawn, planned] of [
      ['path.recharts-line-curve', '.plot-curve'],
      ['.recharts-reference-line-line', '.plot-reference'],
      ['.recharts-cartesian-grid-horizontal line', '.plot-grid'],
      ['.xAxis .recharts-cartesian-axis-line', '.plot-axis'],
    ] as const) {
      const lines = linesIn(plot, drawn);
      expect(lines.length > 0, drawn).toBe(props.large || /curve|reference/.test(planned));
      expect(linesIn(sketch, planned), planned).toEqual(
        lines.map(({ style, ends }) => ({ style, ends: ends.map(allNear) })),
      );
    }

    const ticks = textsIn(plot, '.recharts-cartesian-axis-tick-value');
    expect(ticks.length > 6).toBe(props.large);
    expect(textsIn(sketch, '.plot-tick')).toEqual(
      expect.arrayContaining(ticks.map(({ text, place }) => ({ text, place: allNear(place) }))),
    );
    expect(textsIn(sketch, '.plot-tick')).toHaveLength(ticks.length);
  });
});
