/** @file The box of a chart on this screen. */
import { useMemo, useSyncExternalStore } from 'react';
import { plotFrames, presentedFrame, type PlotFrame } from '../../charts/plotFrame.ts';
import { usePresentation } from '../PageContext.ts';

/** The same width as in tokens.css. */
const projector = matchMedia('(min-width: 1800px)');

const subscribe = (onChange: () => void) => {
  projector.addEventListener('change', onChange);
  addEventListener('resize', onChange);
  return () => {
    projector.removeEventListener('change', onChange);
    removeEventListener('resize', onChange);
  };
};

/** Pixels of the smallest type in projector mode, as projector.css has it. */
const presentedUnit = (): number => Math.round(4 * Math.min(innerWidth / 96, innerHeight / 54)) / 4;

/** The same object as long as the screen is the same. */
export function usePlotFrame(isLarge: boolean): PlotFrame {
  const presented = usePresentation((presentation) => presentation.projector);
  const onProjector = useSyncExternalStore(subscribe, () => projector.matches);
  const unit = useSyncExternalStore(subscribe, presentedUnit);
  const inMode = useMemo(() => presentedFrame(unit), [unit]);
  return presented ? inMode : plotFrames[onProjector ? 'projector' : 'desk'][isLarge ? 'large' : 'small'];
}
