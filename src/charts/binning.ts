/** @file Thinning long series for the screen by the extremes of each bin, so that no spike is lost. */

/** One line of a chart, read in place: ascending `x`, and `y` where it has a value. */
export interface Series {
  readonly length: number;
  readonly x: (index: number) => number;
  readonly y: (index: number) => number | null;
}

/** A row of a chart: one x, and the value of each series there (null = none). */
export interface ChartRow {
  readonly x: number;
  readonly values: readonly (number | null)[];
}

/**
 * Rows for several series over one x axis. Few points come as they are, joined by x; many are thinned to at
 * most `maxRows`, two rows per bin, which hold each series' lowest and highest value in the order they came.
 * A value is moved by less than a bin's width, i.e. less than a pixel or two.
 */
export function binSeries(series: readonly Series[], maxRows: number): ChartRow[] {
  const points = Math.max(0, ...series.map(({ length }) => length));
  return points <= maxRows ? joined(series) : binned(series, Math.max(1, Math.floor(maxRows / 2)));
}

/**
 * Where a series is at the lowest or highest of each of `bins` bins, and where it begins and ends: the indices of what
 * must stay for no spike to be lost, ascending.
 */
export function extremePlaces(series: Series, bins: number): number[] {
  const { length, x } = series;
  if (length === 0) return [];
  const width = (x(length - 1) - x(0)) / bins || 1;
  const places = new Set([0, ...new Extremes(series, x(0), width, bins).places(), length - 1]);
  return [...places].sort((a, b) => a - b);
}

function joined(series: readonly Series[]): ChartRow[] {
  const rows = new Map<number, (number | null)[]>();
  series.forEach(({ length, x, y }, column) => {
    for (let index = 0; index < length; index++) {
      const position = x(index);
      const row = rows.get(position) ?? series.map(() => null);
      const value = y(index);
      row[column] = value !== null && Number.isFinite(value) ? value : null;
      rows.set(position, row);
    }
  });
  return [...rows].map(([x, values]) => ({ x, values })).sort((a, b) => a.x - b.x);
}

function binned(series: readonly Series[], bins: number): ChartRow[] {
  const drawn = series.filter(({ length }) => length > 0);
  const start = Math.min(...drawn.map(({ x }) => x(0)));
  const end = Math.max(...drawn.map(({ x, length }) => x(length - 1)));
  const width = (end - start) / bins || 1;
  const columns = series.map((one) => new Extremes(one, start, width, bins));
  const rows: ChartRow[] = [];
  for (let bin = 0; bin < bins; bin++) {
    if (!columns.some((column) => column.has(bin))) continue;
    const left = start + bin * width;
    rows.push({ x: left, values: columns.map((column) => column.earlier(bin)) });
    rows.push({
      x: bin === bins - 1 ? end : left + width / 2,
      values: columns.map((column) => column.later(bin)),
    });
  }
  return rows;
}

/** The lowest and the highest value of a series in each bin, and where they stood. */
class Extremes {
  private readonly lows: Float64Array;
  private readonly highs: Float64Array;
  /** Index of each extreme in the series; −1 in an empty bin. */
  private readonly lowsAt: Int32Array;
  private readonly highsAt: Int32Array;

  constructor({ length, x, y }: Series, start: number, width: number, bins: number) {
    this.lows = new Float64Array(bins);
    this.highs = new Float64Array(bins);
    this.lowsAt = new Int32Array(bins).fill(-1);
    this.highsAt = new Int32Array(bins).fill(-1);
    for (let index = 0; index < length; index++) {
      const value = y(index);
      if (value === null || !Number.isFinite(value)) continue;
      this.see(Math.min(bins - 1, Math.floor((x(index) - start) / width)), value, index);
    }
  }

  /** Of the extremes of all bins. */
  places(): number[] {
    return [...this.lowsAt, ...this.highsAt].filter((index) => index !== -1);
  }

  has(bin: number): boolean {
    return this.lowsAt[bin] !== -1;
  }

  /** The extreme that came first; null in an empty bin. */
  earlier(bin: number): number | null {
    return this.extreme(bin, this.lowFirst(bin));
  }

  /** The extreme that came last; null in an empty bin. */
  later(bin: number): number | null {
    return this.extreme(bin, !this.lowFirst(bin));
  }

  private see(bin: number, value: number, index: number): void {
    if (!this.has(bin) || value < (this.lows[bin] ?? 0)) {
      this.lows[bin] = value;
      this.lowsAt[bin] = index;
    }
    if (this.highsAt[bin] === -1 || value > (this.highs[bin] ?? 0)) {
      this.highs[bin] = value;
      this.highsAt[bin] = index;
    }
  }

  private lowFirst(bin: number): boolean {
    return (this.lowsAt[bin] ?? -1) <= (this.highsAt[bin] ?? -1);
  }

  private extreme(bin: number, low: boolean): number | null {
    return this.has(bin) ? ((low ? this.lows : this.highs)[bin] ?? null) : null;
  }
}
