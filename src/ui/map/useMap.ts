/** @file The map as its components look at it. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { looksOf, type ArmLook } from '../../charts/arms.ts';
import type { MapFrame } from '../../protocol/map.ts';
import { frameAt, frameOnto, noFrames } from '../../store/map/frames.ts';
import type { MapState, PageMap } from '../../store/map/map.ts';
import { laidOut, type Layout, type Layouts, type LayoutsState } from '../../store/map/layouts.ts';
import { layoutsOf, mapOf } from '../../store/map/onPage.ts';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { usePage, useRun, useView } from '../PageContext.ts';

export const useMap = (): PageMap => usePage().part(mapOf);

export const useMapState = <T>(select: (state: MapState) => T): T => useStore(useMap().store, select);

export const useLayouts = (): Layouts => usePage().part(layoutsOf);

export const useLayoutsState = <T>(select: (state: LayoutsState) => T): T =>
  useStore(useLayouts().store, select);

/** The layout that takes the place of the map; undefined where there is none, or the map itself is wanted. */
export function useLayout(): Layout | undefined {
  const arm = useArm();
  return useLayoutsState(({ shown, layouts }) => (shown ? layouts.get(arm) : undefined));
}

/** What is shown of one arm. */
export interface ArmMap {
  /** Its place among the arms. */
  arm: number;
  look: ArmLook | undefined;
  frame: MapFrame;
}

/** The arm that is looked at. */
export function useArm(): number {
  const arms = useRun((run) => run.arms.length);
  return useView((view) => placeLookedAt(arms, view));
}

/** How the arms look, by their places. */
export function useLooks(): readonly ArmLook[] {
  return looksOf(useRun((run) => run.arms));
}

/** The frame of the arm that is looked at. */
export function useFrame(): MapFrame | undefined {
  const arm = useArm();
  const layout = useLayout();
  const turnedTo = useMapState((map) => map.epoch);
  const epoch = layout === undefined ? turnedTo : layout.epoch;
  const kept = useMapState((map) => map.arms[arm]) ?? noFrames;
  return frameAt(kept, epoch);
}

/** The arm that the one looked at is compared with: the one beside it, else the first that is another. */
export function useOther(): number | undefined {
  const arm = useArm();
  const count = useRun((run) => run.arms.length);
  const beside = useMapState((map) => map.beside);
  if (beside !== null && beside !== arm && beside < count) return beside;
  return count < 2 ? undefined : arm === 0 ? 1 : 0;
}

/** The maps that are shown, in the order of the arms, the second turned onto the first. */
export function useArmMaps(): readonly ArmMap[] {
  const arm = useArm();
  const other = useOther();
  const layout = useLayout();
  // A layout is of one arm: another's would lie elsewhere for no reason.
  const both = useMapState((map) => map.beside !== null) && other !== undefined && layout === undefined;
  const first = both ? Math.min(arm, other) : arm;
  const second = both ? Math.max(arm, other) : undefined;
  const turnedTo = useMapState((map) => map.epoch);
  const epoch = layout === undefined ? turnedTo : layout.epoch;
  const keptFirst = useMapState((map) => map.arms[first]);
  const keptSecond = useMapState((map) => (second === undefined ? undefined : map.arms[second]));
  const looks = useLooks();
  const frames = useMemo(() => {
    const found = frameAt(keptFirst ?? noFrames, epoch);
    const left = found && layout ? laidOut(found, layout) : found;
    const right = frameAt(keptSecond ?? noFrames, epoch);
    return { left, right: right && frameOnto(right, left) };
  }, [keptFirst, keptSecond, epoch, layout]);
  return [
    ...(frames.left === undefined ? [] : [{ arm: first, look: looks[first], frame: frames.left }]),
    ...(frames.right === undefined || second === undefined
      ? []
      : [{ arm: second, look: looks[second], frame: frames.right }]),
  ];
}
