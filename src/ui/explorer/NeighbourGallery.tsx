/** @file Queries and the images the teacher finds nearest to them, through the epochs so far. */
import { useId } from 'react';
import { emptyAlbum, type GalleryRow, type Moment, type Neighbour } from '../../store/run/album.ts';
import { armLookedAt } from '../../store/view/lookedAt.ts';
import { usePage, useRun, useExperiment, useView } from '../PageContext.ts';
import { late } from '../late/late.tsx';
import { Term } from '../terms/Term.tsx';
import { ArmTabs } from './ArmTabs.tsx';
import { EmptyGallery } from './EmptyGallery.tsx';
import { MomentScrubber } from './MomentScrubber.tsx';
import { Thumbnail } from './Thumbnail.tsx';
import { gallerySummary, markNames, neighbourMark, neighbourText } from './marks.ts';
import { useGridFocus, type ButtonFocus } from './useGridFocus.ts';

const PictureCredits = late({
  name: 'Whose pictures these are',
  load: () => import('./PictureCredits.tsx'),
});

export function NeighbourGallery() {
  const { inspectImage } = usePage().inspector;
  const titleId = useId();
  const arm = useView((view) => view.arm);
  const { moments } = useRun((run) => armLookedAt(run, { arm })?.album ?? emptyAlbum);
  const recorded = useRun(({ phase }) => phase === 'recorded');
  const turned = useView((view) => view.moment);
  const index = Math.min(turned ?? Infinity, moments.length - 1);
  const moment = moments[index];
  // A recorded run goes with its slider.
  const chosen = recorded ? null : turned;
  // What an epoch recorded decides on the pairs of the next, whose number, from 0, is that of the epochs done.
  const inspect = (image: number) => inspectImage(image, chosen === null ? null : (moment?.epoch ?? null));
  return (
    <section className="card gallery" aria-labelledby={titleId} data-testid="gallery">
      <header className="question-head">
        <h2 id={titleId}>Neighbours</h2>
        <ArmTabs />
        {moment !== undefined && <Marks />}
      </header>
      {moment === undefined ? (
        <EmptyGallery />
      ) : (
        <>
          <p className="gallery-summary">
            {gallerySummary(moment)} Choose an image to see why it has its pair.
          </p>
          <Rows moment={moment} onChoose={inspect} />
          <MomentScrubber moments={moments} index={index} />
          <PictureCredits />
        </>
      )}
    </section>
  );
}

interface Choosing {
  onChoose: (image: number) => void;
}

function Rows({ moment, onChoose }: { moment: Moment } & Choosing) {
  const classNames = useRun((run) => run.arms[0]?.shape?.classNames ?? noNames);
  const lengths = moment.rows.map(({ neighbours }) => 1 + neighbours.length);
  const { onKeyDown, ofButton } = useGridFocus(lengths);
  const before = (place: number) => lengths.slice(0, place).reduce((sum, length) => sum + length, 0);
  return (
    <ul className="gallery-rows" style={{ '--pictures': Math.max(1, ...lengths) }} onKeyDown={onKeyDown}>
      {moment.rows.map((row, place) => (
        <Row
          key={row.image}
          row={row}
          className={classNames[row.label] ?? ''}
          onChoose={onChoose}
          focusOf={(column) => ofButton(before(place) + column)}
        />
      ))}
    </ul>
  );
}

const noNames: readonly string[] = [];

interface RowProps extends Choosing {
  row: GalleryRow;
  className: string;
  focusOf: (column: number) => ButtonFocus;
}

function Row({ row, className, onChoose, focusOf }: RowProps) {
  return (
    <li className="gallery-row">
      <button
        type="button"
        className="query"
        title={className}
        onClick={() => onChoose(row.image)}
        {...focusOf(0)}
      >
        <Thumbnail picture={row.picture} label={`Image ${row.image}, ${className}`} />
      </button>
      {row.neighbours.map((neighbour, index) => (
        <Found
          key={index}
          neighbour={neighbour}
          place={index + 1}
          onChoose={onChoose}
          focus={focusOf(index + 1)}
        />
      ))}
      {row.neighbours.length === 0 && (
        <small className="left-out">
          <Term of="left out" /> of this epoch
        </small>
      )}
    </li>
  );
}

interface FoundProps extends Choosing {
  neighbour: Neighbour;
  place: number;
  focus: ButtonFocus;
}

function Found({ neighbour, place, onChoose, focus }: FoundProps) {
  const text = neighbourText(neighbour, place);
  return (
    <button
      type="button"
      className={`neighbour mark-${neighbourMark(neighbour)}`}
      title={text}
      data-mark={neighbourMark(neighbour)}
      onClick={() => onChoose(neighbour.image)}
      {...focus}
    >
      <Thumbnail picture={neighbour.picture} label={text} />
    </button>
  );
}

function Marks() {
  const dataset = useRun((run) => run.arms[0]?.config.data);
  const edited = useExperiment(({ arms }) => arms[0].config.data);
  const names = markNames(dataset ?? edited);
  const shown = (['self', 'identity', 'label'] as const).filter((mark) => names[mark] !== '');
  return (
    <ul className="marks" aria-label="What the rings mean">
      {shown.map((mark) => (
        <li key={mark}>
          <i className={`swatch mark-${mark}`} /> {names[mark]}
        </li>
      ))}
    </ul>
  );
}
