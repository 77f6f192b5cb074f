/** @file The images of which a recorded run kept the pairs, one click away each, and what it has of the one asked about. */
import { count } from '../../metrics/format.ts';
import { epochsOf, type RecordedScenes } from '../../store/recorded/scenes.ts';
import { usePage, useRun } from '../PageContext.ts';
import { Thumbnail } from '../explorer/Thumbnail.tsx';

interface Props {
  /** What the recorded run kept of the arm that is looked at. */
  kept: RecordedScenes;
  /** The image that is asked about. */
  image: number;
}

export function KeptImages({ kept, image }: Props) {
  const { inspectImage } = usePage().inspector;
  return (
    <div className="kept-images" role="group" aria-label="Images of the recording" data-testid="kept-images">
      {[...kept.images].map(([other, picture]) => (
        <button
          key={other}
          type="button"
          className="neighbour"
          aria-pressed={other === image}
          onClick={() => inspectImage(other)}
        >
          <Thumbnail picture={picture} label={`Image ${other}`} />
        </button>
      ))}
    </div>
  );
}

/** Where the recording has no pair to show: what it has, and the way there. */
export function NotKept({ kept, image }: Props) {
  const { seek } = usePage().playback;
  const stepsPerEpoch = useRun(({ arms }) => arms[0]?.shape?.stepsPerEpoch ?? 0);
  const [first] = epochsOf(kept, image);
  return (
    <p className="inspector-silence" data-testid="not-kept">
      {first === undefined ? (
        `The recording kept the pairs of the ${kept.images.size} images above, and image ${image} is none of them. A live run tells of every image.`
      ) : (
        <>
          The recording kept the pairs of image {image} from epoch {count(first + 1)} on.{' '}
          <button type="button" className="button small" onClick={() => seek(first * stepsPerEpoch)}>
            Go there
          </button>
        </>
      )}
    </p>
  );
}
