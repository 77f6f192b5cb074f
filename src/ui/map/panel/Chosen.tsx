/** @file The picture that is looked at, and who is nearest to it. */
import { useId } from 'react';
import { count } from '../../../metrics/format.ts';
import type { MapFrame } from '../../../protocol/map.ts';
import { neighboursIn, placeIn } from '../../../store/map/neighbours.ts';
import { useInspector, useRun } from '../../PageContext.ts';
import { Thumbnail } from '../../explorer/Thumbnail.tsx';
import { Sentence } from '../../terms/Sentence.tsx';
import { useFrame, useMap, useMapState } from '../useMap.ts';
import { gateText, momentText, sentenceCase } from '../words.ts';
import { NearImage } from './NearImage.tsx';

export function Chosen({ image }: { image: number }) {
  const titleId = useId();
  const { choose } = useMap();
  const atlas = useMapState((map) => map.atlas);
  const frame = useFrame();
  const asked = useInspector((inspector) => inspector.image === image);
  const classNames = useRun(({ arms }) => arms[0]?.shape?.classNames);
  const about = atlas?.about(image);
  const picture = atlas?.pictureOf(image);
  const name = sentenceCase(about?.name ?? `image ${image}`);
  const className = about === undefined ? undefined : classNames?.[about.label];
  const near = frame === undefined ? [] : neighboursIn(frame, image);
  return (
    <section className="card chosen" aria-labelledby={titleId} data-testid="map-chosen" data-image={image}>
      <header className="chosen-head">
        {picture !== undefined && <Thumbnail picture={picture} label={name} />}
        <div>
          <h2 id={titleId}>{name}</h2>
          <p>
            {className !== undefined && className !== about?.name && `${className}, `}№{'\u202f'}
            {count(image)}
          </p>
          {frame !== undefined && <Gate image={image} />}
        </div>
        {!asked && (
          <button
            type="button"
            className="button small"
            title="Why this pair? (Enter)"
            data-testid="map-why"
            onClick={() => choose(image)}
          >
            Why?
          </button>
        )}
      </header>
      {frame !== undefined && near.length > 0 ? (
        <>
          <p className="chosen-when">nearest, as the teacher saw them {momentText(frame)}</p>
          <ol className="chosen-near" data-testid="map-neighbours">
            {near.map((other) => (
              <NearImage key={other} image={other} of={image} />
            ))}
          </ol>
        </>
      ) : (
        <p className="chosen-when">{whyNobody(frame, image)}</p>
      )}
    </section>
  );
}

/** Why nobody is named as near. */
function whyNobody(frame: MapFrame | undefined, image: number): string {
  if (frame !== undefined && placeIn(frame, image) === undefined)
    return 'It is not on this map: no epoch has visited it yet.';
  return frame?.nearest === 0
    ? 'The recording keeps who is nearest for the pictures of its gallery alone; live it is known of all.'
    : 'The last epoch left it out, so nobody’s nearness to it was recorded.';
}

function Gate({ image }: { image: number }) {
  const atlas = useMapState((map) => map.atlas);
  const frame = useFrame();
  if (frame === undefined) return null;
  const { gate, why } = gateText(frame, atlas, image);
  return (
    <p>
      <Sentence>gate</Sentence> <b>{gate}</b>: {why}
    </p>
  );
}
