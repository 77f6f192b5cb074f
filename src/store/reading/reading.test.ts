import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runShape as shape } from '../../protocol/sampleRecords.ts';
import { sampleGallery } from '../../protocol/sampleScenes.ts';
import { scriptedPage } from '../testing.ts';
import { createReading } from './reading.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A page whose run has a gallery after each of its first three epochs, of four steps. */
function page() {
  const scripted = scriptedPage();
  scripted.choosePreset('quick');
  scripted.play();
  scripted.say({ type: 'shape', runId: scripted.runId(), arm: 0, shape });
  for (const epoch of [0, 1, 2])
    scripted.say({
      type: 'gallery',
      runId: scripted.runId(),
      arm: 0,
      gallery: sampleGallery(4 * epoch, epoch),
    });
  // The page takes in what waits while it redraws.
  vi.advanceTimersByTime(1000);
  const reading = scripted.page.part(createReading);
  return {
    reading,
    range: () => reading.store.getState().range,
    moment: () => scripted.page.view.store.getState().moment,
    showMoment: scripted.page.view.showMoment,
  };
}

it('shows a range whichever end was told first, within all epochs, and never too little to see', () => {
  const { reading, range } = page();
  reading.show(30, 10, 60);
  expect(range()).toEqual({ from: 10, to: 30 });
  reading.show(60, 59.99, 60);
  expect(range()?.from).toBeCloseTo(59.88, 9);
  expect(range()?.to).toBe(60);
  reading.showAll();
  expect(range()).toBeNull();
});

it('zooms about an epoch that stays where it is, until all is shown again', () => {
  const { reading, range } = page();
  reading.zoom(15, 'in', 60);
  expect(range()).toEqual({ from: 7.5, to: 37.5 });
  reading.zoom(15, 'out', 60);
  expect(range()).toBeNull();
  for (let turn = 0; turn < 20; turn += 1) reading.zoom(15, 'in', 60);
  const { from, to } = range() ?? { from: 0, to: 0 };
  expect(to - from).toBeGreaterThanOrEqual(60 / 500);
});

it('turns the page to the moment nearest to an epoch, and back by the same or by the newest', () => {
  const { reading, moment } = page();
  reading.pin(0.6, 4);
  expect(moment()).toBe(1);
  reading.pin(0.9, 4);
  expect(moment()).toBeNull();
  reading.pin(0.2, 4);
  expect(moment()).toBe(0);
  reading.pin(5, 4);
  expect(moment()).toBeNull();
});
