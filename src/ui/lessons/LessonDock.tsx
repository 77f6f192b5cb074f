/**
 * @file The textbook beside the page: nothing is dimmed, everything works, and it takes its own place; on a phone it
 * is a sheet of half the height, with a grip to pull it up.
 */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { lessonsOf } from '../../store/lessons/onPage.ts';
import { usePage } from '../PageContext.ts';
import { Icon } from '../shell/Icon.tsx';
import { Grip } from './Grip.tsx';
import { LessonCard } from './LessonCard.tsx';
import { LessonList } from './LessonList.tsx';
import { usePlace } from './useLessons.ts';
import { announced } from './words.ts';

/** @param sheet whether it lies over the lower half of the page */
export default function LessonDock({ sheet }: { sheet: boolean }) {
  const page = usePage();
  const { turn, answer } = page.part(lessonsOf);
  const { closeLesson, openLesson } = page.presentation;
  const place = usePlace();
  const titleId = useId();
  const dock = useRef<HTMLElement>(null);
  const [tall, setTall] = useState(false);
  useFocus(dock);
  useEffect(() => () => page.view.showCharts(null), [page]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || place === undefined) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === 1 || by === -1) turn(by);
    else if (/^[1-5]$/.test(event.key)) answer(Number(event.key) - 1);
    else if (event.key === 'Escape') document.querySelector('main')?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <aside
      ref={dock}
      className={`lesson${sheet ? ' lesson-sheet' : ''}${tall ? ' lesson-tall' : ''}`}
      aria-labelledby={titleId}
      tabIndex={-1}
      data-testid="lesson"
      onKeyDown={onKeyDown}
    >
      {sheet && <Grip tall={tall} onTurn={setTall} />}
      <header className="lesson-head">
        <Icon name="book" />
        <b id={titleId} lang={place?.lesson.language}>
          {place?.lesson.title ?? 'Lessons'}
        </b>
        {place !== undefined && (
          <button type="button" className="quiet" data-testid="all-lessons" onClick={() => openLesson('')}>
            All lessons
          </button>
        )}
        <button
          type="button"
          className="quiet lesson-close"
          aria-label="Close the lessons"
          data-testid="close-lesson"
          onClick={closeLesson}
        >
          <Icon name="close" />
        </button>
      </header>
      <p className="hidden" role="status">
        {place !== undefined && announced(place.card, place.number, place.lesson.cards.length)}
      </p>
      {place === undefined ? (
        <LessonList />
      ) : (
        <>
          <Progress number={place.number} of={place.lesson.cards.length} />
          <LessonCard key={place.key} place={place} sheet={sheet} />
          <Turns />
        </>
      )}
      {!sheet && <Tools />}
    </aside>
  );
}

/** The focus comes to what was opened, and goes back to where it was when that is closed. */
function useFocus(dock: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const opener = document.activeElement;
    const node = dock.current;
    if (opener !== null && opener !== document.body) node?.focus({ preventScroll: true });
    return () => {
      const within =
        node?.contains(document.activeElement) === true || document.activeElement === document.body;
      const back =
        opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : null;
      if (within) (back ?? document.querySelector<HTMLElement>('[data-testid=lessons]'))?.focus();
    };
  }, [dock]);
}

function Progress({ number, of }: { number: number; of: number }) {
  return (
    <div
      className="lesson-progress"
      role="progressbar"
      aria-label="Cards"
      aria-valuemin={1}
      aria-valuemax={of}
      aria-valuenow={number}
      aria-valuetext={`card ${number} of ${of}`}
    >
      {Array.from({ length: of }, (_, place) => (
        <i key={place} data-state={place + 1 < number ? 'past' : place + 1 === number ? 'now' : 'ahead'} />
      ))}
    </div>
  );
}

/** For whoever teaches. */
function Tools() {
  const { view, presentation } = usePage();
  return (
    <div className="lesson-tools">
      <button
        type="button"
        className="quiet"
        data-testid="to-projector"
        onClick={() => presentation.project(true)}
      >
        <Icon name="screen" />
        Projector
      </button>
      <button type="button" className="quiet" data-testid="to-class" onClick={() => view.openDialog('class')}>
        <Icon name="share" />
        Share with a class
      </button>
    </div>
  );
}

function Turns() {
  const page = usePage();
  const { turn } = page.part(lessonsOf);
  const { openLesson } = page.presentation;
  const place = usePlace();
  if (place === undefined) return null;
  const { number, lesson } = place;
  const next = lesson.cards[number];
  return (
    <footer className="lesson-turns">
      <button
        type="button"
        className="button"
        disabled={number === 1}
        data-testid="lesson-back"
        onClick={() => turn(-1)}
      >
        <Icon name="previous" />
        Back
      </button>
      <button
        type="button"
        className="button primary"
        data-testid="lesson-next"
        onClick={() => (next === undefined ? openLesson('') : turn(1))}
      >
        {next === undefined ? (
          'All lessons'
        ) : (
          <span>
            Next: <span lang={lesson.language}>{next.title}</span>
          </span>
        )}
      </button>
    </footer>
  );
}
