/** @file The moments that were kept, on a track that carries the curves: one turns to where something happened. */
import { useId } from 'react';
import { fixed, percent } from '../../metrics/format.ts';
import { emptyLog, type Log } from '../../metrics/log.ts';
import type { EpochRecord, EvaluationRecord } from '../../protocol/records.ts';
import { noFrames } from '../../store/map/frames.ts';
import { useRun } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';
import { useArm, useFrame, useLooks, useMap, useMapState } from './useMap.ts';
import { momentText } from './words.ts';

export function TimeTrack() {
  const id = useId();
  const { turnTo, togglePlaying, halt } = useMap();
  const arm = useArm();
  const kept = useMapState((map) => map.arms[arm]) ?? noFrames;
  const playing = useMapState((map) => map.playing);
  const following = useMapState((map) => map.epoch === null);
  const training = useRun(({ phase }) => phase === 'training');
  const frame = useFrame();
  const first = kept.frames[0]?.epoch ?? 0;
  const last = kept.frames.at(-1)?.epoch ?? 0;
  const now = frame?.epoch ?? last;
  const single = kept.frames.length < 2;
  const filled = last === first ? 100 : (100 * (now - first)) / (last - first);
  return (
    <section className="card time-track" aria-label="Epochs of the map">
      <button
        type="button"
        className="button icon-only"
        aria-label={playing ? 'Stop' : 'Play the epochs'}
        title={playing ? 'Stop' : 'Play the epochs'}
        data-testid="map-play"
        disabled={single}
        onClick={togglePlaying}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <label htmlFor={id} className="time-words">
        <b>{frame === undefined ? 'no epoch yet' : momentText(frame)}</b>
        <small>
          {frame === undefined
            ? 'the first comes at its end'
            : following
              ? training
                ? 'newest; live'
                : 'newest'
              : `of ${last}`}
          {kept.every > 1 && `; every ${ordinal(kept.every)} is kept`}
        </small>
      </label>
      <div className="track">
        <Curves arm={arm} first={first} last={last} />
        <input
          id={id}
          type="range"
          data-testid="map-slider"
          min={first}
          max={Math.max(first, last)}
          step={1}
          value={now}
          disabled={single}
          aria-valuetext={frame === undefined ? 'none yet' : momentText(frame)}
          style={{ '--filled': `${filled}%` }}
          onChange={({ target }) => {
            halt();
            turnTo(Number(target.value));
          }}
        />
        <span className="track-ends" aria-hidden="true">
          <span>{first}</span>
          <span>{last}</span>
        </span>
      </div>
      <Values arm={arm} epoch={now} />
    </section>
  );
}

const ordinal = (every: number): string => (every === 2 ? '2nd' : `${every}th`);

const noEvaluations = emptyLog<EvaluationRecord>();
const noEpochs = emptyLog<EpochRecord>();

/** k-NN accuracy as a line, the share of open gates as an area. */
function Curves({ arm, first, last }: { arm: number; first: number; last: number }) {
  const evaluations = useRun(({ arms }) => arms[arm]?.evaluations ?? noEvaluations);
  const epochs = useRun(({ arms }) => arms[arm]?.epochs ?? noEpochs);
  const colour = useLooks()[arm]?.style.colour;
  if (last <= first) return <svg className="track-curves" aria-hidden="true" />;
  const x = (epoch: number) => (100 * (epoch - first)) / (last - first);
  const told = recordsOf(evaluations).map(({ epoch, knnAccuracy }) => [epoch, knnAccuracy] as const);
  const highest = Math.max(0.01, ...told.map(([, value]) => value));
  const lowest = Math.min(highest, ...told.map(([, value]) => value));
  const knn = pathOf(told, first, last, x, (value) => 18 - (14 * (value - lowest)) / (highest - lowest || 1));
  const gates = recordsOf(epochs).map(({ epoch, gateOpenShare }) => [epoch + 1, gateOpenShare] as const);
  const open = pathOf(gates, first, last, x, (value) => 20 - 18 * value);
  return (
    <svg className="track-curves" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      {open !== '' && <path className="track-gate" d={`${open} V20 H0 Z`} />}
      <path className="track-knn" d={knn} style={{ '--arm': colour }} />
    </svg>
  );
}

const recordsOf = <T,>({ length, shared }: Log<T>): readonly T[] => shared.slice(0, length);

function pathOf(
  points: readonly (readonly [number, number])[],
  first: number,
  last: number,
  x: (epoch: number) => number,
  y: (value: number) => number,
): string {
  return points
    .filter(([epoch]) => epoch >= first && epoch <= last)
    .map(([epoch, value], place) => `${place === 0 ? 'M' : 'L'}${x(epoch).toFixed(2)} ${y(value).toFixed(2)}`)
    .join(' ');
}

/** The figures of the moment that is shown. */
function Values({ arm, epoch }: { arm: number; epoch: number }) {
  const evaluations = useRun(({ arms }) => arms[arm]?.evaluations ?? noEvaluations);
  const epochs = useRun(({ arms }) => arms[arm]?.epochs ?? noEpochs);
  const knn = recordsOf(evaluations).findLast((record) => record.epoch <= epoch)?.knnAccuracy;
  const open = recordsOf(epochs).findLast((record) => record.epoch < epoch)?.gateOpenShare;
  return (
    <p className="track-values">
      <span>k-NN {knn === undefined ? '–' : fixed(knn, 2)}</span>
      <span>gate open {open === undefined ? '–' : percent(open)}</span>
    </p>
  );
}
