/** @file The box of a chart in pixels: what is left of it for the curves, and where labels may stand. */

export interface PlotFrame {
  height: number;
  top: number;
  /** Below the curves: the x axis with its ticks. */
  bottom: number;
  /** Width of the y axis with its ticks. */
  left: number;
  /** Room for the labels of the reference lines. */
  right: number;
  /** Least distance between two labels. */
  labelGap: number;
}

const large: PlotFrame = { height: 150, top: 8, bottom: 22, left: 40, right: 100, labelGap: 15 };
const small: PlotFrame = { height: 46, top: 5, bottom: 5, left: 0, right: 50, labelGap: 12 };

/** On a projector the stylesheet sets larger type; the boxes grow with it. */
const PROJECTOR_SCALE = 18 / 16;
const grown = (frame: PlotFrame): PlotFrame => ({
  height: frame.height * PROJECTOR_SCALE,
  top: frame.top * PROJECTOR_SCALE,
  bottom: frame.bottom * PROJECTOR_SCALE,
  left: frame.left * PROJECTOR_SCALE,
  right: frame.right * PROJECTOR_SCALE,
  labelGap: frame.labelGap * PROJECTOR_SCALE,
});

export const plotFrames = {
  desk: { large, small },
  projector: { large: grown(large), small: grown(small) },
};

/**
 * For a projector, where the smallest type is `unit` pixels high: names and ticks have that size, and the rest of the
 * height is the curves'.
 */
export const presentedFrame = (unit: number): PlotFrame => ({
  height: 8.4 * unit,
  top: 0.6 * unit,
  bottom: 1.7 * unit,
  left: 3.2 * unit,
  right: 9.5 * unit,
  labelGap: 1.25 * unit,
});

/** Height of the area of the curves. */
export const plotHeight = (frame: PlotFrame): number => frame.height - frame.top - frame.bottom;
