import { describe, expect, it } from 'vitest';
import { ScriptedHistory, scriptedPage } from '../testing.ts';
import {
  fileLessonId,
  nothingPresented,
  presentationOf,
  presentationQuery,
  withoutPresentation,
} from './presentation.ts';

describe('the presentation in a link', () => {
  it.each([
    '',
    'lesson=the-gate&card=2',
    'lesson=the-gate&card=1&projector=1',
    'embed=1&hide=settings,files&lock=preset,seed&answers=kept',
  ])('%j is read and written again', (query) => {
    expect(presentationQuery(presentationOf(`?${query}`))).toBe(query);
  });

  it.each([
    ['card=0', { card: 1 }],
    ['card=two', { card: 1 }],
    ['projector=yes', { projector: false }],
    ['hide=files,everything', { hidden: ['files'] }],
    ['lock=', { locked: [] }],
    ['answers=none', { answers: true }],
  ])('%j, which says nothing that we know, is as usual', (query, expected) => {
    expect(presentationOf(`?${query}`)).toEqual({ ...nothingPresented, ...expected });
  });

  it('names no lesson of a file, which nobody else has', () => {
    expect(presentationQuery({ ...nothingPresented, lesson: fileLessonId('own'), card: 3 })).toBe('');
  });

  it('is taken out of it letter for letter', () => {
    expect(withoutPresentation('?a=x%2By&lesson=b&seed=3&card=2&hide=files&flag')).toBe(
      '?a=x%2By&seed=3&flag',
    );
    expect(withoutPresentation('?lesson=b')).toBe('');
  });
});

describe('the page', () => {
  async function opened(link: string) {
    const address = new ScriptedHistory(link);
    const all = scriptedPage({ address });
    await all.page.open(link);
    return { ...all, address };
  }

  it('opens the lesson of its link, beside the settings and what others put there', async () => {
    const { page, address, messages, experimentStore } = await opened(
      '?fbclid=1&preset=quick&lesson=the-gate&card=2&seed=3',
    );
    expect(messages()).toEqual([]);
    expect(page.presentation.store.getState()).toMatchObject({ lesson: 'the-gate', card: 2 });
    expect(experimentStore.getState().arms[0].config.seed).toBe(3);
    expect(address.written).toEqual([]);
    page.presentation.turnTo(3);
    expect(address.shown.query).toBe('?preset=quick&seed=3&lesson=the-gate&card=3&fbclid=1');
    page.dispose();
  });

  it('of a link with a lesson alone needs no settings, and has the default', async () => {
    const { page, messages, experimentStore, address } = await opened('?lesson=the-gate');
    expect(messages()).toEqual([]);
    expect(experimentStore.getState().preset).toBe('contrast');
    page.presentation.closeLesson();
    expect(address.shown.query).toBe('?preset=contrast');
    page.dispose();
  });
});
