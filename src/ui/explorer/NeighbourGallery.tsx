/** @file Queries and the images the teacher finds nearest to them, through the epochs so far. */
import { useId } from 'react';
import { useStore } from 'zustand';
import { catalogue } from '../../data/catalogue.ts';
import type { GalleryRow, Moment, Neighbour } from '../../store/album.ts';
import { experimentStore } from '../../store/experiment.ts';
import { runStore } from '../../store/run.ts';
import { showMoment, viewStore } from '../../store/view.ts';
import { gallerySummary, neighbourMark, neighbourText } from './marks.ts';
import { Thumbnail } from './Thumbnail.tsx';

export function NeighbourGallery() {
  const titleId = useId();
  const moments = useStore(runStore, (run) => run.album.moments);
  const chosen = useStore(viewStore, (view) => view.moment);
  const index = chosen === null ? moments.length - 1 : Math.min(chosen, moments.length - 1);
  const moment = moments[index];
  return (
    <section className="card gallery" aria-labelledby={titleId} data-testid="gallery">
      <header className="question-head">
        <h2 id={titleId}>Neighbours</h2>
        {moment !== undefined && <Marks />}
      </header>
      {moment === undefined ? (
        <EmptyGallery />
      ) : (
        <>
          <p className="gallery-summary">{gallerySummary(moment)}</p>
          <Rows moment={moment} />
          <Scrubber moments={moments} index={index} />
        </>
      )}
    </section>
  );
}

function Rows({ moment }: { moment: Moment }) {
  const classNames = useStore(runStore, (run) => run.shape?.classNames ?? []);
  return (
    <ul className="gallery-rows" style={{ '--pictures': 1 + (moment.rows[0]?.neighbours.length ?? 0) }}>
      {moment.rows.map((row) => (
        <Row key={row.image} row={row} className={classNames[row.label] ?? ''} />
      ))}
    </ul>
  );
}

function Row({ row, className }: { row: GalleryRow; className: string }) {
  return (
    <li className="gallery-row">
      <span className="query" title={className}>
        <Thumbnail picture={row.picture} label={`Image ${row.image}, ${className}`} />
      </span>
      {row.neighbours.map((neighbour, place) => (
        <Found key={place} neighbour={neighbour} place={place + 1} />
      ))}
    </li>
  );
}

function Found({ neighbour, place }: { neighbour: Neighbour; place: number }) {
  const text = neighbourText(neighbour, place);
  return (
    <span
      className={`neighbour mark-${neighbourMark(neighbour)}`}
      title={text}
      data-mark={neighbourMark(neighbour)}
    >
      <Thumbnail picture={neighbour.picture} label={text} />
    </span>
  );
}

function Marks() {
  const dataset = useStore(runStore, (run) => run.config?.data.name);
  const edited = useStore(experimentStore, ({ config }) => config.data.name);
  const name = dataset ?? edited;
  const sameIdentity: Record<typeof name, string> = {
    'emoji-32': 'same emoji, another style',
    'fashion-mnist': '',
    shapes: 'same figure, drawn again',
  };
  return (
    <ul className="marks" aria-label="What the rings mean">
      <li>
        <i className="swatch mark-self" /> itself
      </li>
      {sameIdentity[name] !== '' && (
        <li>
          <i className="swatch mark-identity" /> {sameIdentity[name]}
        </li>
      )}
      <li>
        <i className="swatch mark-label" /> same {catalogue[name].name === 'emoji-32' ? 'group' : 'class'}
      </li>
    </ul>
  );
}

/** Through the epochs so far; at its right end it follows the run. */
function Scrubber({ moments, index }: { moments: readonly Moment[]; index: number }) {
  const id = useId();
  const newest = moments.length - 1;
  const moment = moments[index];
  if (moment === undefined) return null;
  const when = `after epoch ${moment.epoch}`;
  return (
    <div className="scrubber">
      <label htmlFor={id}>
        {when}
        <small>{index === newest ? ' newest' : ` of ${moments[newest]?.epoch ?? 0}`}</small>
      </label>
      <input
        id={id}
        type="range"
        data-testid="gallery-slider"
        min={0}
        max={Math.max(newest, 1)}
        step={1}
        value={newest === 0 ? 1 : index}
        disabled={newest === 0}
        aria-valuetext={when}
        style={{ '--filled': `${newest === 0 ? 100 : (100 * index) / newest}%` }}
        onChange={({ target }) => showMoment(Number(target.value) >= newest ? null : Number(target.value))}
      />
    </div>
  );
}

function EmptyGallery() {
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
      <p>
        Each row will be an image and the images the teacher finds nearest to it. At first they share a
        colour; if representations form, they come to share what is in them.
      </p>
    </div>
  );
}
