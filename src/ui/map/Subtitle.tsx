/** @file What the map shows, in a sentence: axes and their share, or a layout and what its distances do not mean. */
import { useRun } from '../PageContext.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { useArm, useArmMaps, useLayout, useLayouts, useLayoutsState, useMapState } from './useMap.ts';
import { layoutText, subtitleOf } from './words.ts';

export function Subtitle() {
  const atlas = useMapState((map) => map.atlas);
  const [first, second] = useArmMaps();
  const agreement = useMapState((map) => map.colour === 'agreement');
  const layout = useLayout();
  const recorded = useRun(({ phase }) => phase === 'recorded');
  const arm = useArm();
  const failed = useLayoutsState(({ work }) => work?.arm === arm && work.phase === 'failed');
  if (first === undefined) return <p className="map-subtitle">It begins after the first epoch.</p>;
  const text =
    layout !== undefined
      ? layoutText(layout)
      : second === undefined
        ? `${subtitleOf(first.frame, atlas?.trainImages)}${recorded ? ' Train live for all of them, for who is nearest to whom, and for UMAP.' : ''}`
        : `The same pictures in two arms, one turned onto the other.${agreement ? ' Coloured by how many of five neighbours both agree on.' : ''}`;
  return (
    <p className="map-subtitle" data-testid="map-subtitle">
      {failed ? (
        <span role="status">
          The layout could not be made; press UMAP to try again. The map is as it was.
        </span>
      ) : (
        <Sentence>{text}</Sentence>
      )}
      {layout !== undefined && <Anew arm={arm} step={layout.step} />}
    </p>
  );
}

/** Where the run has gone on since. */
function Anew({ arm, step }: { arm: number; step: number }) {
  const { request } = useLayouts();
  const newest = useMapState(({ arms }) => arms[arm]?.frames.at(-1)?.step ?? 0);
  const idle = useLayoutsState(({ work }) => work === null);
  if (newest <= step || !idle) return null;
  return (
    <>
      {' '}
      <button type="button" className="button small" onClick={() => request(arm)}>
        Lay it out anew
      </button>
    </>
  );
}
