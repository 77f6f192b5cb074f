/** @file What a figure shows: a few plots on one scale, of means over repeated runs. */
import type { ArmStyle } from '../arms.ts';
import type { Level } from '../valueScale.ts';

export interface FigurePoint {
  epoch: number;
  mean: number;
  /** Of the mean; null of a single value. */
  standardError: number | null;
}

export interface FigureLine {
  /** Lines of one label look alike in all panels. */
  label: string;
  style: ArmStyle;
  points: readonly FigurePoint[];
}

/** One plot of a figure. */
export interface FigurePanel {
  title: string;
  /** Under the right end of the axis, such as "3 seeds". */
  note: string;
  lines: readonly FigureLine[];
  references: readonly (Level & { label: string })[];
}

/** One of each label, in the order they come. */
export const distinctLines = (panels: readonly FigurePanel[]): FigureLine[] => [
  ...new Map(panels.flatMap(({ lines }) => lines).map((line) => [line.label, line])).values(),
];
