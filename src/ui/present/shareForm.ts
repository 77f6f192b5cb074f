/** @file What whoever shares a page chooses, and the link that has it. Pure. */
import { queryOf } from '../../store/experiment/address.ts';
import type { ExperimentState } from '../../store/experiment/experimentState.ts';
import {
  hideable,
  lockable,
  nothingPresented,
  presentationQuery,
  type Hideable,
  type Lockable,
} from '../../store/view/presentation.ts';

export interface ShareForm {
  /** '' begins without a lesson. */
  lesson: string;
  card: number;
  sees: Readonly<Record<Hideable, boolean>>;
  changes: Readonly<Record<Lockable, boolean>>;
  answers: boolean;
  embed: boolean;
}

/** All seen and nothing locked. */
export const openForm = (lesson: string, card: number): ShareForm => ({
  lesson,
  card,
  sees: { diagram: true, neighbours: true, settings: true, files: true },
  changes: { preset: true, settings: true, seed: true, arm: true },
  answers: true,
  embed: false,
});

/** @param base the address of the page, whatever its query */
export function linkOf(form: ShareForm, experiment: ExperimentState, base: string): string {
  const presented = presentationQuery({
    ...nothingPresented,
    lesson: form.lesson === '' ? null : form.lesson,
    card: form.card,
    embed: form.embed,
    hidden: hideable.filter((name) => !form.sees[name]),
    locked: lockable.filter((name) => !form.changes[name]),
    answers: form.answers,
  });
  const query = [queryOf(experiment), presented].filter((part) => part !== '').join('&');
  return new URL(query, base.replace(/[?#].*$/, '')).href;
}

/** As whoever puts the page into another writes it there. */
export const frameOf = (link: string): string =>
  `<iframe src="${link.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" width="100%" height="720" title="AdaSim Playground"></iframe>`;
