/** @file The gallery before there is a picture: what it will show, and when. */
import { usePage, usePlayback, useRun } from '../PageContext.ts';

export function EmptyGallery() {
  const recorded = useRun(({ phase }) => phase === 'recorded');
  return (
    <div className="gallery-empty">
      <div className="ghosts" aria-hidden="true">
        {Array.from({ length: 4 }, (_, row) => (
          <span key={row} className="ghost-row">
            {Array.from({ length: 6 }, (__, place) => (
              <i key={place} />
            ))}
          </span>
        ))}
      </div>
      <div className="gallery-promise">
        <p>
          Each row will be an image and the images the teacher finds nearest to it: at first those that look
          alike to random weights; if representations form, those that show the same.
        </p>
        {recorded && <RecordedPictures />}
      </div>
    </div>
  );
}

/** What became of the pictures of the recorded run. */
function RecordedPictures() {
  const { askForScenes } = usePage().playback;
  const scenes = usePlayback((playback) => playback.scenes);
  if (scenes === 'missing')
    return (
      <p role="status" data-testid="pictures-missing">
        The pictures of the recorded run could not be loaded; its charts are whole.{' '}
        <button type="button" className="button small" onClick={askForScenes}>
          Try again
        </button>
      </p>
    );
  if (scenes === 'none')
    return <p>This recording has no pictures; a live run shows them from its first epoch on.</p>;
  return (
    <p>
      {scenes === 'coming'
        ? 'The pictures of the recorded run are on their way …'
        : 'The first come after an epoch.'}
    </p>
  );
}
