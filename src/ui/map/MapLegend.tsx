/** @file What the colours mean, how many pictures have each, and one of them brought out on its own. */
import { count } from '../../metrics/format.ts';
import { gateMark } from '../../protocol/mapMarks.ts';
import type { MapColour } from '../../store/map/map.ts';
import { NOT_COMPARED } from '../../store/map/neighbours.ts';
import { useRun } from '../PageContext.ts';
import { colourOf, CLASS_COLOURS } from './palette.ts';
import { countsOf } from './plot.ts';
import { useMap, useMapState } from './useMap.ts';
import { gateWords, sentenceCase } from './words.ts';

interface Props {
  /** Of each picture, what it is coloured by. */
  values: ArrayLike<number>;
}

export function MapLegend({ values }: Props) {
  const { isolate } = useMap();
  const colour = useMapState((map) => map.colour);
  const isolated = useMapState((map) => map.isolated);
  const classNames = useRun(({ arms }) => arms[0]?.shape?.classNames);
  const counts = countsOf(values);
  const nameOf = namesBy(colour, classNames ?? []);
  const shown = [...counts.keys()].sort((a, b) => a - b);
  return (
    <div className="map-legend" role="group" aria-label={legendText[colour]}>
      {colour === 'agreement' && <p>of five nearest, both arms share</p>}
      {colour === 'class' && shown.length > CLASS_COLOURS && <p>colours begin again after ten</p>}
      {shown.map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={isolated === value}
          title={`Bring out ${nameOf(value)}`}
          data-testid={`legend-value-${value}`}
          onClick={() => isolate(value)}
        >
          <i
            className={colour === 'gate' && value === gateMark.shut ? 'legend-ring' : 'legend-disc'}
            style={{ '--dot': `var(${colourOf(colour, value)})` }}
          />
          {nameOf(value)} <small>{count(counts.get(value) ?? 0)}</small>
        </button>
      ))}
    </div>
  );
}

const legendText: Record<MapColour, string> = {
  class: 'Classes',
  gate: 'Gates',
  agreement: 'Of five nearest, both arms share',
};

const namesBy =
  (colour: MapColour, classNames: readonly string[]) =>
  (value: number): string => {
    if (colour === 'class') return classNames[value] ?? `class ${value}`;
    if (colour === 'gate') return sentenceCase(gateWords[value] ?? '');
    return value === NOT_COMPARED ? 'not recorded' : String(value);
  };
