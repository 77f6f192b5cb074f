import { expect, it } from 'vitest';
import type { Memory } from '../memory.ts';
import { createView } from './view.ts';

function memory(): Memory {
  const kept = new Map<string, string>();
  return { recall: (key) => kept.get(key) ?? null, keep: (key, value) => void kept.set(key, value) };
}

it('finds the settings beside the page as the last visit left them', () => {
  const storage = memory();
  const first = createView(storage, () => false);
  expect(first.store.getState().settingsOpen).toBe(false);
  first.toggleSettings();
  const second = createView(storage, () => false);
  expect(second.store.getState().settingsOpen).toBe(true);
  second.toggleSettings();
  expect(createView(storage, () => false).store.getState().settingsOpen).toBe(false);
});

it('lays the settings over a narrow page only when they are asked for', () => {
  const storage = memory();
  let narrow = false;
  const view = createView(storage, () => narrow);
  view.toggleSettings();
  narrow = true;
  expect(view.store.getState().sheetOpen).toBe(false);
  view.toggleSettings();
  expect(view.store.getState().sheetOpen).toBe(true);
  expect(createView(storage, () => true).store.getState().sheetOpen).toBe(false);
  view.closeSheet();
  expect(view.store.getState()).toMatchObject({ sheetOpen: false, settingsOpen: true });
});
