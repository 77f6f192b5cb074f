/**
 * @file The bar beneath a page on a projector: the lesson as captions, one thing at a time, for a clicker or two arrow
 * keys; without a lesson the experiment's question and its first button. Escape leaves.
 */
import { useEffect, useState } from 'react';
import { presets } from '../../config/presets.ts';
import { lessonsOf } from '../../store/lessons/onPage.ts';
import type { Place } from '../../store/lessons/lessons.ts';
import { usePage, useExperiment } from '../PageContext.ts';
import { Ring } from '../lessons/Ring.tsx';
import { usePlace } from '../lessons/useLessons.ts';
import { PlayButton } from '../shell/RunControls.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Caption } from './Caption.tsx';
import { stagesOf } from './stages.ts';
import { usePresenting } from './usePresenting.ts';

export default function ProjectorBar() {
  const page = usePage();
  const place = usePlace();
  useEffect(() => () => page.view.showCharts(null), [page]);
  return place === undefined ? <WithoutLesson /> : <WithLesson key={place.key} place={place} />;
}

function WithLesson({ place }: { place: Place }) {
  const page = usePage();
  const { turn } = page.part(lessonsOf);
  const { lesson, card, number } = place;
  const stages = stagesOf(card);
  const [at, setAt] = useState(0);
  const stage = stages[at] ?? 'text';
  const cards = lesson.cards.length;
  const last = number === cards && at === stages.length - 1;
  const go = (by: 1 | -1) => {
    const to = at + by;
    if (stages[to] === undefined) turn(by);
    else setAt(to);
  };
  usePresenting(go);
  return (
    <footer className="caption-bar" aria-label="The lesson" data-testid="caption-bar" data-stage={stage}>
      <Caption place={place} stage={stage} />
      {card.point !== null && <Ring anchor={card.point} sheet={false} />}
      <nav className="caption-turns" aria-label="Cards">
        <span className="caption-count">
          {number} of {cards}
        </span>
        <button
          type="button"
          className="button icon-only"
          aria-label="Back"
          disabled={number === 1 && at === 0}
          onClick={() => go(-1)}
        >
          <Icon name="previous" />
        </button>
        <button
          type="button"
          className="button primary"
          data-testid="caption-next"
          disabled={last}
          onClick={() => go(1)}
        >
          Next
        </button>
        <Leave />
      </nav>
    </footer>
  );
}

function WithoutLesson() {
  const preset = useExperiment((state) => state.preset);
  usePresenting(undefined);
  return (
    <footer className="caption-bar" aria-label="The experiment" data-testid="caption-bar">
      <div className="caption">
        <h2>{presets[preset].headline}</h2>
      </div>
      <div className="caption-turns">
        <PlayButton />
        <Leave />
      </div>
    </footer>
  );
}

function Leave() {
  const { project } = usePage().presentation;
  return (
    <button
      type="button"
      className="button icon-only"
      aria-label="Leave projector mode"
      title="Leave projector mode (Escape)"
      data-testid="leave-projector"
      onClick={() => project(false)}
    >
      <Icon name="close" />
    </button>
  );
}
