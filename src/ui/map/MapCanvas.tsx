/** @file The canvas of the map: one stop of the keyboard, and told in words to who cannot see it. */
import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { usePage, useRun } from '../PageContext.ts';
import { MapButtons } from './MapButtons.tsx';
import { mapKeyOf } from './keys.ts';
import { Painter } from './painter.ts';
import { plotOf, type PlotOptions } from './plot.ts';
import { listenToPointers } from './pointers.ts';
import { sheetOf } from './sprites.ts';
import { MapStage, type Staged } from './stage.ts';
import { useMap, useMapState, type ArmMap } from './useMap.ts';
import { announcementOf } from './words.ts';

interface Props {
  maps: readonly ArmMap[];
  /** Of each map, what its pictures are coloured by. */
  values: readonly ArrayLike<number>[];
}

export function MapCanvas({ maps, values }: Props) {
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const [probe, setProbe] = useState<HTMLElement | null>(null);
  const keysId = useId();
  const stage = useStage(canvas, probe);
  const [said, setSaid] = useState('');
  const map = useMap();
  const staged = useStaged(maps, values);
  const atlas = useMapState((state) => state.atlas);
  const colour = useMapState((state) => state.colour);
  const drawing = useMapState((state) => state.drawing);
  const chosen = useMapState((state) => state.chosen);
  const brushing = useMapState((state) => state.brushing);
  const brushed = useMapState((state) => state.brushed);
  const sheet = useMemo(() => (atlas === null ? undefined : sheetOf(atlas)), [atlas]);

  useEffect(() => {
    if (stage === undefined) return;
    stage.painter.show({ plots: staged.map(({ plot }) => plot), atlas, colour, drawing }, sheet);
    stage.stage.show(staged, atlas);
  }, [stage, staged, atlas, colour, drawing, sheet, chosen]);
  useEffect(() => {
    if (brushed.length === 0) stage?.stage.dropLine();
  }, [stage, brushed]);

  const onKeyDown = (event: KeyboardEvent<HTMLCanvasElement>) => {
    const key = mapKeyOf(event.nativeEvent);
    if (key === undefined || stage?.stage.press(key) !== true) return;
    event.preventDefault();
    // The page has shortcuts of the same names.
    event.stopPropagation();
    const { chosen: meant } = map.store.getState();
    const frame = staged[0]?.frame;
    if (meant !== null && frame !== undefined && (key.does === 'go' || key.does === 'neighbour'))
      setSaid(announcementOf(frame, atlas, meant));
    else if (key.does === 'brush')
      setSaid(
        map.store.getState().brushing ? 'Brush on: Enter takes the pictures around this one' : 'Brush off',
      );
    else if (key.does === 'choose' && map.store.getState().brushing)
      setSaid(`${map.store.getState().brushed.length} pictures in the brush`);
  };

  return (
    <div className="map-stage">
      <canvas
        ref={setCanvas}
        className="map-canvas"
        tabIndex={0}
        role="application"
        aria-label={`Map of ${staged[0]?.plot.images.length ?? 0} training pictures`}
        aria-describedby={keysId}
        data-testid="map-canvas"
        data-brushing={brushing}
        onKeyDown={onKeyDown}
      />
      <span ref={setProbe} hidden />
      <p id={keysId} className="hidden">
        Arrow keys go to the nearest picture in that direction, 1 to 5 to a neighbour, Enter asks why it has
        its pair, B brushes, plus and minus zoom, 0 shows the whole map, square brackets turn the epochs,
        Space plays them.
      </p>
      <p className="hidden" role="status" data-testid="map-said">
        {said}
      </p>
      {stage !== undefined && <MapButtons stage={stage.stage} />}
    </div>
  );
}

/** What draws and what acts, once the canvas is there. */
function useStage(
  canvas: HTMLCanvasElement | null,
  probe: HTMLElement | null,
): { painter: Painter; stage: MapStage } | undefined {
  const { surroundings, view } = usePage();
  const map = useMap();
  const theme = useStore(view.store, (state) => state.theme);
  const made = useMemo(() => {
    if (canvas === null || probe === null) return undefined;
    const painter = new Painter(canvas, probe, surroundings.isCalm);
    return { painter, stage: new MapStage(painter, map, surroundings.isNarrow) };
  }, [canvas, probe, map, surroundings]);
  useEffect(() => {
    if (canvas === null || made === undefined) return undefined;
    const { painter, stage } = made;
    const stopPointers = listenToPointers(canvas, painter, {
      brushing: () => map.store.getState().brushing,
      onPoint: (x, y) => stage.hover(x, y),
      onLeave: () => stage.unhover(),
      onClick: (x, y) => stage.click(x, y),
      onLine: (plot) => stage.brushLine(plot),
      onView: () => stage.dropLine(),
    });
    const refit = () => painter.refit();
    const sized = new ResizeObserver(refit);
    sized.observe(canvas);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', refit);
    return () => {
      stopPointers();
      sized.disconnect();
      dark.removeEventListener('change', refit);
      painter.end();
    };
  }, [canvas, made, map]);
  useEffect(() => {
    // The theme is on the page by then.
    const frame = requestAnimationFrame(() => made?.painter.refit());
    return () => cancelAnimationFrame(frame);
  }, [made, theme]);
  return made;
}

function useStaged(maps: readonly ArmMap[], values: readonly ArrayLike<number>[]): readonly Staged[] {
  const atlas = useMapState((map) => map.atlas);
  const isolated = useMapState((map) => map.isolated);
  const sought = useMapState((map) => map.sought);
  const classNames = useRun(({ arms }) => arms[0]?.shape?.classNames);
  const [first, second] = [maps[0]?.frame, maps[1]?.frame];
  const [firstValues, secondValues] = values;
  return useMemo(() => {
    const options: PlotOptions = { atlas, isolated, sought, classNames: classNames ?? [] };
    return [[first, firstValues] as const, [second, secondValues] as const].flatMap(([frame, coloured]) =>
      frame === undefined || coloured === undefined
        ? []
        : [{ plot: plotOf(frame, coloured, options), frame }],
    );
  }, [first, second, firstValues, secondValues, atlas, isolated, sought, classNames]);
}
