/** @file What is in the brush: classes, gates, and the first of its pictures. */
import { count, percent } from '../../../metrics/format.ts';
import { gateMark } from '../../../protocol/mapMarks.ts';
import { placeIn } from '../../../store/map/neighbours.ts';
import { useRun } from '../../PageContext.ts';
import { Thumbnail } from '../../explorer/Thumbnail.tsx';
import { classColour } from '../palette.ts';
import { countsOf } from '../plot.ts';
import { useFrame, useMap, useMapState } from '../useMap.ts';

/** Pictures that there is room for. */
const MOST = 14;

/** Classes that are named. */
const NAMED = 3;

export function Brushed() {
  const { brush, point } = useMap();
  const brushed = useMapState((map) => map.brushed);
  const atlas = useMapState((map) => map.atlas);
  const frame = useFrame();
  const classNames = useRun(({ arms }) => arms[0]?.shape?.classNames);
  const labels = brushed.map((image) => atlas?.about(image)?.label ?? 0);
  const classes = [...countsOf(labels)].sort(([, a], [, b]) => b - a);
  const nameOf = (label: number) => classNames?.[label] ?? `class ${label}`;
  const gates = brushed.flatMap((image) => {
    const place = frame && placeIn(frame, image);
    return place === undefined ? [] : (frame?.gates[place] ?? gateMark.waiting);
  });
  const decided = gates.filter((gate) => gate !== gateMark.waiting);
  const open = decided.filter((gate) => gate === gateMark.open).length;
  return (
    <section className="card brushed" aria-labelledby="brushed-title" data-testid="map-brushed">
      <header className="question-head">
        <h2 id="brushed-title">
          In the brush: {count(brushed.length)} {brushed.length === 1 ? 'picture' : 'pictures'}
        </h2>
        <button type="button" className="button small" onClick={() => brush([])}>
          Empty it
        </button>
      </header>
      <div className="brushed-bar" aria-hidden="true">
        {classes.map(([label, size]) => (
          <i key={label} style={{ flexGrow: size, background: `var(${classColour(label)})` }} />
        ))}
      </div>
      <p>
        {classes.slice(0, NAMED).map(([label, size]) => (
          <span key={label}>
            <b>{percent(size / brushed.length)}</b> {nameOf(label)}
          </span>
        ))}
        <span>
          {decided.length === 0 ? (
            'no gates yet'
          ) : (
            <>
              gate open for <b>{percent(open / decided.length)}</b>
            </>
          )}
        </span>
      </p>
      <ul className="brushed-pictures" aria-label="The first of them">
        {brushed.slice(0, MOST).map((image) => {
          const picture = atlas?.pictureOf(image);
          const name = atlas?.about(image)?.name ?? `image ${image}`;
          return (
            picture !== undefined && (
              <li key={image}>
                <button type="button" className="neighbour" title={name} onClick={() => point(image)}>
                  <Thumbnail picture={picture} label={name} />
                </button>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
