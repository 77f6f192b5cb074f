/** @file The box of a chart in pixels: what is left of it for the curves, and where labels may stand. */

export interface PlotFrame {
  height: number;
  top: number;
  /** Height of the x axis with its ticks. */
  bottom: number;
  /** Width of the y axis with its ticks. */
  left: number;
  /** Room for the labels of the reference lines. */
  right: number;
  /** Least distance between two labels. */
  labelGap: number;
}

export const largeFrame: PlotFrame = { height: 150, top: 8, bottom: 22, left: 40, right: 100, labelGap: 15 };
export const smallFrame: PlotFrame = { height: 46, top: 5, bottom: 5, left: 0, right: 50, labelGap: 12 };

/** Height of the area of the curves. */
export const plotHeight = (frame: PlotFrame): number => frame.height - frame.top - frame.bottom;
