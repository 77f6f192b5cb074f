/** @file Whom two arms both find near a picture, and whom one alone; where they are compared. */
import { noFrames, frameAt } from '../../../store/map/frames.ts';
import { neighboursIn } from '../../../store/map/neighbours.ts';
import { useArm, useFrame, useLooks, useMapState, useOther } from '../useMap.ts';

export function Compared({ image }: { image: number }) {
  const arm = useArm();
  const other = useOther();
  const looks = useLooks();
  const wanted = useMapState((map) => map.colour === 'agreement' || map.beside !== null);
  const epoch = useMapState((map) => map.epoch);
  const atlas = useMapState((map) => map.atlas);
  const kept = useMapState((map) => (other === undefined ? undefined : map.arms[other])) ?? noFrames;
  const mine = useFrame();
  const theirs = frameAt(kept, epoch);
  if (!wanted || other === undefined || mine === undefined || theirs === undefined || mine.nearest === 0)
    return null;
  const [near, nearThere] = [neighboursIn(mine, image), neighboursIn(theirs, image)];
  const namesOf = (images: readonly number[]) =>
    images.map((one) => (one === image ? 'itself' : (atlas?.about(one)?.name ?? `image ${one}`))).join(', ');
  const shared = near.filter((one) => nearThere.includes(one));
  const alone = (label: string | undefined, images: readonly number[]) =>
    images.length > 0 && (
      <p>
        {label} alone: <b>{namesOf(images)}</b>
      </p>
    );
  return (
    <section className="card compared" aria-label="Both arms compared" data-testid="map-compared">
      <h2>
        Both arms agree on {shared.length} of {Math.max(near.length, nearThere.length)}
      </h2>
      {shared.length > 0 && (
        <p>
          shared: <b>{namesOf(shared)}</b>
        </p>
      )}
      {alone(
        looks[arm]?.label,
        near.filter((one) => !shared.includes(one)),
      )}
      {alone(
        looks[other]?.label,
        nearThere.filter((one) => !shared.includes(one)),
      )}
    </section>
  );
}
