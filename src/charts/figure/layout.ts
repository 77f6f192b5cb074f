/** @file Where things stand in a figure, in pixels. A picture cannot measure its text: widths are on the wide side. */
import { LEADER } from '../LineNames.tsx';
import { distinctLines, type FigureLine, type FigurePanel } from './figurePanel.ts';

/** Top left corner of something. */
interface Corner {
  left: number;
  top: number;
}

export interface FigureLayout {
  width: number;
  height: number;
  /** Area of the curves of each plot. */
  area: { width: number; height: number };
  /** Corners of these areas, in the order of the plots. */
  corners: readonly Corner[];
  /** Left end and middle of each entry of the legend. */
  entries: readonly Corner[];
}

export const margin = 14;
/** Title and what it is. */
const header = 52;
/** Around the curves of one plot; on the right, what the longest name of a reference takes. */
const room = { left: 44, top: 28, bottom: 40 };
/** Of letters at the sizes of the legend and of the references. */
const letterWidth = { legend: 6.6, reference: 6 };
/** Of a legend's entry: the piece of its line, and the text behind it. */
export const sample = { width: 26, gap: 8 };

export function layoutOf(panels: readonly FigurePanel[]): FigureLayout {
  const { columns, area } = arrangement(panels.length);
  const cell = {
    width: room.left + area.width + roomForReferences(panels),
    height: room.top + area.height + room.bottom,
  };
  const legend = legendOf(distinctLines(panels), columns * cell.width);
  const top = header + legend.height;
  return {
    width: 2 * margin + columns * cell.width,
    height: top + Math.ceil(panels.length / columns) * cell.height + margin,
    area,
    corners: panels.map((_, index) => ({
      left: margin + (index % columns) * cell.width + room.left,
      top: top + Math.floor(index / columns) * cell.height + room.top,
    })),
    entries: legend.entries,
  };
}

/** Plots in a row, and the size of each: few are drawn larger. */
function arrangement(count: number): { columns: number; area: FigureLayout['area'] } {
  if (count <= 1) return { columns: 1, area: { width: 440, height: 200 } };
  if (count === 2 || count === 4) return { columns: 2, area: { width: 280, height: 160 } };
  return { columns: 3, area: { width: 216, height: 150 } };
}

function roomForReferences(panels: readonly FigurePanel[]): number {
  const lengths = panels.flatMap(({ references }) => references).map(({ label }) => label.length);
  return LEADER + letterWidth.reference * Math.max(0, ...lengths) + 10;
}

/** As many entries in a row as fit. */
function legendOf(lines: readonly FigureLine[], width: number): { entries: Corner[]; height: number } {
  let left = 0;
  let row = 0;
  const entries = lines.map(({ label }) => {
    const length = sample.width + sample.gap + label.length * letterWidth.legend + 20;
    if (left > 0 && left + length > width) {
      left = 0;
      row += 1;
    }
    const entry = { left: margin + left, top: header + 12 + row * 18 };
    left += length;
    return entry;
  });
  return { entries, height: 18 * (row + 1) + 8 };
}
