/** @file The box of a chart on this screen. */
import { useSyncExternalStore } from 'react';
import { plotFrames, type PlotFrame } from '../../charts/plotFrame.ts';

/** The same width as in tokens.css. */
const projector = matchMedia('(min-width: 1800px)');

const subscribe = (onChange: () => void) => {
  projector.addEventListener('change', onChange);
  return () => projector.removeEventListener('change', onChange);
};

/** Always one of four objects. */
export function usePlotFrame(isLarge: boolean): PlotFrame {
  const onProjector = useSyncExternalStore(subscribe, () => projector.matches);
  return plotFrames[onProjector ? 'projector' : 'desk'][isLarge ? 'large' : 'small'];
}
