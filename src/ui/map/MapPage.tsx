/** @file The map: every training picture where the network puts it, epoch after epoch, in one arm or two. */
import { useEffect, useMemo, type ReactNode } from 'react';
import { fixed } from '../../metrics/format.ts';
import { at } from '../../metrics/log.ts';
import { frameAt, noFrames } from '../../store/map/frames.ts';
import { usePage, usePlayback, useRun } from '../PageContext.ts';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';
import { Icon } from '../shell/Icon.tsx';
import { MapCanvas } from './MapCanvas.tsx';
import { MapLegend } from './MapLegend.tsx';
import { MapTools } from './MapTools.tsx';
import { Search } from './Search.tsx';
import { Subtitle } from './Subtitle.tsx';
import { TimeTrack } from './TimeTrack.tsx';
import { MapPanel } from './panel/MapPanel.tsx';
import { valuesOf } from './plot.ts';
import { useArmMaps, useMap, useMapState, useOther, type ArmMap } from './useMap.ts';
import './map.css';

export default function MapPage({ narrow }: { narrow: boolean }) {
  const { watch } = useMap();
  useEffect(watch, [watch]);
  const recorded = useRun(({ phase }) => phase === 'recorded');
  const without = useMapState(({ atlas }) => atlas === null) && recorded;
  return (
    <div className="map-page" data-testid="map">
      <div className="map-side">
        <header className="map-head">
          <h2 className="headline">Every picture, where the network puts it</h2>
          {!without && <Search />}
          {without ? <p className="map-subtitle">For a live run, after each of its epochs.</p> : <Subtitle />}
        </header>
        {without ? <NoMap /> : <Maps />}
      </div>
      <MapPanel narrow={narrow} />
    </div>
  );
}

function Maps() {
  const maps = useArmMaps();
  const values = useValues(maps);
  return (
    <>
      <MapTools />
      <div className="card map-card" data-maps={maps.length} data-step={maps[0]?.frame.step}>
        {maps.length === 0 ? <Waiting /> : <MapCanvas maps={maps} values={values} />}
        {maps.length > 1 && (
          <div className="arm-names">
            {maps.map((map) => (
              <ArmName key={map.arm} map={map} />
            ))}
          </div>
        )}
        {values[0] !== undefined && <MapLegend values={values[0]} />}
      </div>
      <TimeTrack />
    </>
  );
}

/** Of each map that is shown, what its pictures are coloured by. */
function useValues(maps: readonly ArmMap[]): readonly ArrayLike<number>[] {
  const atlas = useMapState((map) => map.atlas);
  const colour = useMapState((map) => map.colour);
  const epoch = useMapState((map) => map.epoch);
  const other = useOther();
  const kept = useMapState((map) => (other === undefined ? undefined : map.arms[other])) ?? noFrames;
  const compared = frameAt(kept, epoch);
  const [first, second] = [maps[0]?.frame, maps[1]?.frame];
  return useMemo(
    () => [
      ...(first === undefined ? [] : [valuesOf(first, colour, atlas, second ?? compared)]),
      ...(second === undefined ? [] : [valuesOf(second, colour, atlas, first)]),
    ],
    [first, second, compared, colour, atlas],
  );
}

/** One of two arms, with the figures that it is known by. */
function ArmName({ map: { arm, look } }: { map: ArmMap }) {
  const evaluations = useRun(({ arms }) => arms[arm]?.evaluations);
  const newest = evaluations && at(evaluations, -1);
  if (look === undefined) return null;
  return (
    <span>
      <ArmSwatch style={look.style} />
      <b>{look.label}</b>
      {newest !== undefined && ` k-NN ${fixed(newest.knnAccuracy, 2)}, RankMe ${fixed(newest.rankMe, 0)}`}
    </span>
  );
}

/** No epoch has ended yet. */
function Waiting() {
  const phase = useRun((run) => run.phase);
  const idle = phase === 'idle';
  return (
    <Empty testId="map-waiting">
      {idle
        ? 'Press Play: after the first epoch every picture has its place here.'
        : 'Every picture gets its place here after the first epoch.'}
    </Empty>
  );
}

/** The map of a recorded run comes after its curves, if it comes. */
function NoMap() {
  const { togglePlay } = usePage().run;
  const scenes = usePlayback((playback) => playback.scenes);
  return (
    <div className="card map-card">
      {scenes === 'coming' ? (
        <Empty>The map is on its way.</Empty>
      ) : (
        <Empty
          testId="map-recorded"
          action={
            <button type="button" className="button primary" data-testid="map-train" onClick={togglePlay}>
              <Icon name="play" />
              Train live
            </button>
          }
        >
          {scenes === 'missing'
            ? 'The map of this recorded run could not be fetched.'
            : 'This is a recorded run, and it carries no map.'}{' '}
          Train it live, and after every epoch each picture takes its new place here.
        </Empty>
      )}
    </div>
  );
}

interface EmptyProps {
  testId?: string;
  /** What it is that is not there. */
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
}

const Empty = ({ testId, children, action }: EmptyProps) => (
  <div className="map-empty" data-testid={testId}>
    <Places />
    <p>{children}</p>
    {action}
  </div>
);

/** Places of pictures to come. */
const Places = () => (
  <svg className="map-places" viewBox="0 0 200 90" aria-hidden="true">
    {Array.from({ length: 90 }, (_, place) => {
      // A sunflower's seeds: evenly, without rows.
      const angle = place * 2.39996;
      const radius = 4.3 * Math.sqrt(place);
      return (
        <circle
          key={place}
          cx={100 + 2 * radius * Math.cos(angle)}
          cy={45 + radius * Math.sin(angle)}
          r="1.3"
        />
      );
    })}
  </svg>
);
