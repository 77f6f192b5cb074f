/** @file The lessons beside the page: which card is open, what of it is done and answered. It touches the page only where the person asks. */
import { createStore } from 'zustand/vanilla';
import type { Card, Lesson } from '../../lessons/lesson.ts';
import { questionOf } from '../../lessons/metrics.ts';
import { parseLesson } from '../../lessons/parse.ts';
import { shippedLessons } from '../../lessons/shipped.ts';
import type { Page } from '../page.ts';
import { loadPart } from '../parts/part.ts';
import { fileLessonId, type PresentationState } from '../view/presentation.ts';
import { isDone } from './done.ts';
import { perform } from './perform.ts';

export interface LessonsState {
  /** Lessons that came from files, the newest of each id. */
  opened: readonly Lesson[];
  /** Cards whose thing to do was done, by whomever, by their keys. */
  done: ReadonlySet<string>;
  /** The option that was chosen last, by the card's key. */
  answered: ReadonlyMap<string, number>;
  /** What the button of the card did, in a sentence. */
  said: string | null;
}

/** The card that is open. */
export interface Place {
  lesson: Lesson;
  card: Card;
  /** Of the card, from 1. */
  number: number;
  key: string;
}

export type Lessons = ReturnType<typeof createLessons>;

type LessonsNeeds = Pick<Page, 'run' | 'experiment' | 'view' | 'inspector' | 'playback' | 'presentation'>;

/** Every lesson there is, those from files first. */
export const allLessons = ({ opened }: Pick<LessonsState, 'opened'>): readonly Lesson[] => [
  ...opened,
  ...shippedLessons,
];

/** Undefined where the link names no lesson that there is. */
export function placeOf(
  { lesson: id, card }: Pick<PresentationState, 'lesson' | 'card'>,
  state: Pick<LessonsState, 'opened'>,
): Place | undefined {
  const lesson = allLessons(state).find((one) => one.id === id);
  if (lesson === undefined) return undefined;
  const number = Math.min(card, lesson.cards.length);
  const shown = lesson.cards[number - 1] ?? lesson.cards[0];
  return { lesson, card: shown, number, key: `${lesson.id} ${number}` };
}

export function createLessons(page: LessonsNeeds) {
  const { run, experiment, view, inspector, playback, presentation } = page;
  const store = createStore<LessonsState>(() => ({
    opened: [],
    done: new Set(),
    answered: new Map(),
    said: null,
  }));

  const place = (): Place | undefined => placeOf(presentation.store.getState(), store.getState());

  /** Notes what the card asks for as soon as it is so. */
  const check = (): void => {
    const open = place();
    if (open?.card.task == null || store.getState().done.has(open.key)) return;
    if (isDone(open.card.task.action, page))
      store.setState(({ done }) => ({ done: new Set([...done, open.key]) }));
  };

  /** The charts that the card names. */
  const showCharts = (): void => {
    const card = place()?.card;
    const named = (card?.charts ?? []).flatMap((metric): [string, string][] => {
      const question = questionOf(metric);
      return question === undefined ? [] : [[question, metric]];
    });
    const explores = card?.point?.name === 'gallery' || card?.point?.name === 'inspector';
    view.showCharts(named.length === 0 ? null : Object.fromEntries(named), explores ? 'explorer' : 'diagram');
  };

  const turned = (): void => {
    store.setState({ said: null });
    showCharts();
    check();
  };

  return {
    store,
    place,
    /** Does what the open card asks for, and says what that was. */
    act: async (): Promise<void> => {
      const open = place();
      if (open?.card.task == null) return;
      const said = await perform(open.card.task.action, page);
      if (place()?.key === open.key) store.setState({ said });
      check();
    },
    answer: (option: number): void => {
      const open = place();
      if (open?.card.question?.options[option] === undefined) return;
      store.setState(({ answered }) => ({ answered: new Map([...answered, [open.key, option]]) }));
    },
    /** To the card before or after; beyond the last it stays. */
    turn: (by: 1 | -1): void => {
      const open = place();
      if (open === undefined) return;
      const to = open.number + by;
      if (to >= 1 && to <= open.lesson.cards.length) presentation.turnTo(to);
    },
    /**
     * A lesson from a file, which opens at its first card.
     * @throws Error whose message goes on where “NAME was not opened: ” ends
     */
    openText: async (name: string, text: string): Promise<void> => {
      const lesson = parseLesson(text);
      const { groundlessIn } = await loadPart(() => import('../../lessons/grounds.ts'));
      const [fault] = groundlessIn(lesson);
      if (fault !== undefined) throw fault;
      const own = { ...lesson, id: fileLessonId(lesson.id) };
      store.setState(({ opened }) => ({ opened: [own, ...opened.filter(({ id }) => id !== own.id)] }));
      presentation.openLesson(own.id);
      run.notify('info', `${name} is open: a lesson, “${lesson.title}”.`);
    },
    /** Keeps up with the page from now on. Returns what ends that. */
    listen: (): (() => void) => {
      turned();
      const stops = [
        presentation.store.subscribe((now, before) => {
          if (now.lesson !== before.lesson || now.card !== before.card) turned();
        }),
        ...[run.store, experiment.store, view.store, inspector.store, playback.store].map((one) =>
          one.subscribe(check),
        ),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
