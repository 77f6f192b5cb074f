/** @file What the map is drawn as, coloured by, and of which arms; and the search for names. */
import type { MapColour, MapDrawing } from '../../store/map/map.ts';
import { usePage, useRun } from '../PageContext.ts';
import { ArmSwatch } from '../charts/ArmSwatch.tsx';
import { LayoutTools } from './LayoutTools.tsx';
import { Segment } from './Segment.tsx';
import { useArm, useLooks, useMap, useMapState, useOther } from './useMap.ts';

export function MapTools() {
  const { draw, colourBy } = useMap();
  const drawing = useMapState((map) => map.drawing);
  const colour = useMapState((map) => map.colour);
  const several = useRun((run) => run.arms.length > 1);
  // Who is nearest to whom is recorded of few.
  const recorded = useRun(({ phase }) => phase === 'recorded');
  return (
    <div className="map-tools">
      {!recorded && <LayoutTools />}
      <Segment<MapDrawing>
        label="Draw"
        value={drawing}
        onChoose={draw}
        options={[
          { value: 'pictures', label: 'Pictures' },
          { value: 'dots', label: 'Dots' },
        ]}
      />
      <Segment<MapColour>
        label="Colour by"
        value={colour}
        onChoose={colourBy}
        options={[
          { value: 'class', label: 'Class', testId: 'colour-class' },
          { value: 'gate', label: 'Gate', testId: 'colour-gate' },
          ...(several && !recorded
            ? [
                {
                  value: 'agreement' as const,
                  label: 'Agreement',
                  title: 'How many of an image’s five nearest two arms share',
                  testId: 'colour-agreement',
                },
              ]
            : []),
        ]}
      />
      {several && <Arms />}
    </div>
  );
}

/** Whose map; and which arm's beside it. */
function Arms() {
  const { showArm } = usePage().view;
  const { showBeside } = useMap();
  const looks = useLooks();
  const arm = useArm();
  const other = useOther();
  const both = useMapState((map) => map.beside !== null);
  return (
    <>
      <Segment
        label="Arm"
        value={String(arm)}
        onChoose={(chosen) => showArm(Number(chosen))}
        options={looks.map(({ id, label, style }) => ({
          value: id,
          testId: `map-arm-${id}`,
          label: (
            <>
              <ArmSwatch style={style} />
              {label}
            </>
          ),
        }))}
      />
      <div className="beside">
        <button
          type="button"
          className="button small"
          aria-pressed={both}
          data-testid="beside"
          onClick={() => showBeside(both ? null : (other ?? null))}
        >
          Side by side
        </button>
        {both && looks.length > 2 && (
          <select
            className="select"
            aria-label="The other arm"
            value={String(other)}
            onChange={({ target }) => showBeside(Number(target.value))}
          >
            {looks.map(({ id, label }, place) =>
              place === arm ? null : (
                <option key={id} value={id}>
                  with {label}
                </option>
              ),
            )}
          </select>
        )}
      </div>
    </>
  );
}
