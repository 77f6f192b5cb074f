/**
 * @file How the page is presented: the lesson beside it, for a projector, within another page, and what whoever shared
 * its link has hidden or locked. All of it stands in the address beside the experiment.
 */
import { createStore } from 'zustand/vanilla';

/** What a link can leave out. It is out of the way, not out of reach: another link has it again. */
export const hideable = ['diagram', 'neighbours', 'settings', 'files'] as const;
export type Hideable = (typeof hideable)[number];

/** What a link can hold as it is. */
export const lockable = ['preset', 'settings', 'seed', 'arm'] as const;
export type Lockable = (typeof lockable)[number];

export interface PresentationState {
  /** The id of the lesson beside the page; '' is the list of them, null neither. */
  lesson: string | null;
  /** From 1. */
  card: number;
  projector: boolean;
  /** Within a frame of another page. */
  embed: boolean;
  hidden: readonly Hideable[];
  locked: readonly Lockable[];
  /** Whether an answer is shown once one has been given, or is left for the class to find. */
  answers: boolean;
}

/** A lesson that came from a file, which no link can name. */
const FROM_FILE = 'file:';
export const fileLessonId = (id: string): string => `${FROM_FILE}${id}`;

export const nothingPresented: PresentationState = {
  lesson: null,
  card: 1,
  projector: false,
  embed: false,
  hidden: [],
  locked: [],
  answers: true,
};

/** Keys of a link that are the presentation's. */
const keys = ['lesson', 'card', 'projector', 'embed', 'hide', 'lock', 'answers'] as const;
const isOurs = (key: string): boolean => keys.some((one) => one === key);

const among = <Name extends string>(names: readonly Name[], text: string | null): Name[] => {
  const asked = text?.split(',') ?? [];
  return names.filter((name) => asked.includes(name));
};

/** What a link says of it; what it does not say, or says in another way, is as usual. */
export function presentationOf(query: string): PresentationState {
  const said = new URLSearchParams(query);
  const card = Number(said.get('card'));
  return {
    lesson: said.get('lesson'),
    card: Number.isInteger(card) && card > 0 ? card : 1,
    projector: said.get('projector') === '1',
    embed: said.get('embed') === '1',
    hidden: among(hideable, said.get('hide')),
    locked: among(lockable, said.get('lock')),
    answers: said.get('answers') !== 'kept',
  };
}

/** As a link says it, without `?`: nothing where all is as usual. */
export function presentationQuery(state: PresentationState): string {
  const { lesson, card, projector, embed, hidden, locked, answers } = state;
  const said = new URLSearchParams();
  if (lesson !== null && lesson !== '' && !lesson.startsWith(FROM_FILE)) {
    said.set('lesson', lesson);
    said.set('card', String(card));
  }
  if (projector) said.set('projector', '1');
  if (embed) said.set('embed', '1');
  if (hidden.length > 0) said.set('hide', hidden.join(','));
  if (locked.length > 0) said.set('lock', locked.join(','));
  if (!answers) said.set('answers', 'kept');
  return said.toString().replaceAll('%2C', ',');
}

/** What else a link says, letter for letter. */
export const withoutPresentation = (query: string): string => {
  const others = query
    .replace(/^\?/, '')
    .split('&')
    .filter((text) => text !== '' && ![...new URLSearchParams(text).keys()].some(isOurs));
  return others.length === 0 ? '' : `?${others.join('&')}`;
};

export type Presentation = ReturnType<typeof createPresentation>;

export function createPresentation() {
  const store = createStore<PresentationState>(() => nothingPresented);
  return {
    store,
    /** Takes over what the page's link says. */
    read: (query: string): void => store.setState(presentationOf(query)),
    /** Opens a lesson at a card; '' is the list of lessons. */
    openLesson: (lesson: string, card = 1): void => store.setState({ lesson, card }),
    toggleLessons: (): void =>
      store.setState(({ lesson }) => ({ lesson: lesson === null ? '' : null, card: 1 })),
    closeLesson: (): void => store.setState({ lesson: null, card: 1 }),
    turnTo: (card: number): void => store.setState({ card }),
    project: (projector: boolean): void => store.setState({ projector }),
  };
}
