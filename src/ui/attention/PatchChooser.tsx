/** @file The picture by its places: one that is chosen shows how alike the others are to it. */
import { useId } from 'react';
import { cosinesWith } from '../../adasim/projection/placeSimilarity.ts';
import { fixed } from '../../metrics/format.ts';
import type { ShownLook } from '../../store/attention/shownLook.ts';
import { useGridFocus } from '../explorer/useGridFocus.ts';
import { Sentence } from '../terms/Sentence.tsx';
import { Layers, Pixels, type MapManner } from './PlaceFigure.tsx';
import { networkName, placeName, similarityText } from './words.ts';

interface Props {
  look: ShownLook;
  manner: MapManner;
  /** The place that is chosen, if one is. */
  chosen: number | null;
  onChoose: (place: number | null) => void;
}

export function PatchChooser({ look, manner, chosen: wanted, onChoose }: Props) {
  const titleId = useId();
  const { side, heads, places, covered, size } = look;
  const all = side * side;
  const chosen = wanted !== null && wanted < all ? wanted : null;
  const cosines = chosen === null ? null : cosinesWith(places, places.length / all, chosen);
  const { onKeyDown, ofButton } = useGridFocus(Array.from({ length: side }, () => side));
  const { name } = networkName(look.networks[0]?.network ?? 'student', look);
  const share = `${(100 * covered) / size}%`;
  return (
    <section className="look-similar" aria-labelledby={titleId}>
      <div className="look-figure look-chooser" data-testid="look-chooser">
        {cosines === null ? (
          <Pixels picture={look.picture} />
        ) : (
          <Layers
            look={look}
            // Below 0 is as unlike as can be told.
            brightness={cosines.map((cosine) => Math.min(1, Math.max(0, cosine)))}
            manner={manner}
          />
        )}
        <div
          className="look-patches"
          role="group"
          aria-labelledby={titleId}
          style={{
            '--side': side,
            ...(manner === 'over' || cosines === null ? { width: share, height: share } : {}),
          }}
          onKeyDown={onKeyDown}
        >
          {Array.from({ length: all }, (_, place) => {
            const cosine = cosines?.[place];
            const label = placeName(place, side);
            const text = cosine === undefined ? label : `${label}: cosine ${fixed(cosine, 2)}`;
            return (
              <button
                key={place}
                type="button"
                aria-pressed={place === chosen}
                aria-label={text}
                title={text}
                data-cosine={cosine}
                onClick={() => onChoose(place === chosen ? null : place)}
                {...ofButton(place)}
              />
            );
          })}
        </div>
      </div>
      <div className="look-similar-text">
        <h4 id={titleId}>Alike to the {name}</h4>
        <p className="look-note" aria-live="polite" data-testid="look-similarity">
          {cosines === null || chosen === null ? (
            <Sentence>
              {`Choose a ${heads > 0 ? 'patch' : 'place'} of the picture: the others are as bright as the cosine of their vectors with its own.`}
            </Sentence>
          ) : (
            similarityText(cosines, chosen, side, heads)
          )}
        </p>
      </div>
    </section>
  );
}
