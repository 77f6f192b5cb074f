/** @file Thinning long series for the screen by the extremes of each bin, so that no spike is lost. */

/** One line of a chart: ascending `x`, and `y` where it has a value. */
export interface Series {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** A row of a chart: one x, and the value of each series there (null = none). */
export interface Row {
  readonly x: number;
  readonly values: readonly (number | null)[];
}

const isValue = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/**
 * Rows for several series over one x axis. Few points come as they are, joined by x; many are thinned to at
 * most `maxRows`, two rows per bin, which hold each series' lowest and highest value in the order they came.
 * A value is moved by less than a bin's width, i.e. less than a pixel or two.
 */
export function binSeries(series: readonly Series[], maxRows: number): Row[] {
  const points = Math.max(0, ...series.map(({ x }) => x.length));
  return points <= maxRows ? joined(series) : binned(series, Math.max(1, Math.floor(maxRows / 2)));
}

function joined(series: readonly Series[]): Row[] {
  const rows = new Map<number, (number | null)[]>();
  series.forEach(({ x, y }, column) => {
    x.forEach((position, index) => {
      const row = rows.get(position) ?? series.map(() => null);
      const value = y[index];
      row[column] = isValue(value) ? value : null;
      rows.set(position, row);
    });
  });
  return [...rows].map(([x, values]) => ({ x, values })).sort((a, b) => a.x - b.x);
}

interface Extremes {
  low: number;
  lowAt: number;
  high: number;
  highAt: number;
}

function binned(series: readonly Series[], bins: number): Row[] {
  const start = Math.min(...series.flatMap(({ x }) => x.slice(0, 1)));
  const end = Math.max(...series.flatMap(({ x }) => x.slice(-1)));
  const width = (end - start) / bins || 1;
  const columns = series.map((one) => extremes(one, start, width, bins));
  return Array.from({ length: bins }, (_, bin) => {
    const cells = columns.map((column) => column[bin]);
    if (cells.every((cell) => cell === undefined)) return [];
    const left = start + bin * width;
    return [
      { x: left, values: cells.map((cell) => cell && (cell.lowAt <= cell.highAt ? cell.low : cell.high)) },
      {
        x: bin === bins - 1 ? end : left + width / 2,
        values: cells.map((cell) => cell && (cell.lowAt <= cell.highAt ? cell.high : cell.low)),
      },
    ].map(({ x, values }) => ({ x, values: values.map((value) => value ?? null) }));
  }).flat();
}

function extremes({ x, y }: Series, start: number, width: number, bins: number): (Extremes | undefined)[] {
  const found: (Extremes | undefined)[] = new Array<undefined>(bins).fill(undefined);
  x.forEach((position, index) => {
    const value = y[index];
    if (!isValue(value)) return;
    const bin = Math.min(bins - 1, Math.floor((position - start) / width));
    const seen = found[bin];
    if (seen === undefined) {
      found[bin] = { low: value, lowAt: index, high: value, highAt: index };
      return;
    }
    if (value < seen.low) Object.assign(seen, { low: value, lowAt: index });
    if (value > seen.high) Object.assign(seen, { high: value, highAt: index });
  });
  return found;
}
