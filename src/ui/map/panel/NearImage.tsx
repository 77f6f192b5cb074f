/** @file One of those that are near, with what it has to do with the picture that is looked at. */
import { Thumbnail } from '../../explorer/Thumbnail.tsx';
import { neighbourMark } from '../../explorer/marks.ts';
import { useMap, useMapState } from '../useMap.ts';

export function NearImage({ image, of }: { image: number; of: number }) {
  const { point } = useMap();
  const atlas = useMapState((map) => map.atlas);
  const about = atlas?.about(image);
  const own = atlas?.about(of);
  const picture = atlas?.pictureOf(image);
  const isSelf = image === of;
  const name = isSelf ? 'itself' : (about?.name ?? `image ${image}`);
  const mark = neighbourMark({
    isSelf,
    sameIdentity: about !== undefined && about.identity === own?.identity,
    sameLabel: about !== undefined && about.label === own?.label,
  });
  return (
    <li>
      <button
        type="button"
        className={`neighbour mark-${mark}`}
        title={name}
        data-image={image}
        disabled={isSelf}
        onClick={() => point(image)}
      >
        {picture !== undefined && <Thumbnail picture={picture} label={name} />}
      </button>
      <span aria-hidden={picture !== undefined}>{name}</span>
    </li>
  );
}
