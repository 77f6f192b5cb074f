import { expect, test } from 'vitest';
import { armsFromPreset } from '../../config/presets.ts';
import { laneOf, lanesLine } from './lanes.ts';

type Grounds = Parameters<typeof laneOf>[0];

const grounds = (policy: Grounds['settings']['policy'], changes: Partial<Grounds>): Grounds => ({
  image: 1,
  positive: 1,
  reason: 'baseline',
  gateOpen: false,
  settings: { policy, temperature: 0.1, includeSelf: false },
  windowLength: 3,
  bootstrapsEmbeddings: false,
  ...changes,
});

test.each([
  [grounds('none', {}), 'wall', 'a wall: always itself'],
  [grounds('naive', { bootstrapsEmbeddings: true }), 'wall', 'images keep to themselves: itself'],
  [grounds('naive', { reason: 'window-filling' }), 'none', 'no gate; nobody is near yet: itself'],
  [grounds('naive', { reason: 'nearest', positive: 2 }), 'none', 'no gate: always the nearest'],
  [grounds('window', { reason: 'window-filling' }), 'none', 'no gate; waits for 3 epochs: itself'],
  [grounds('window', { reason: 'drawn', positive: 2 }), 'none', 'no gate: drew a look-alike'],
  [grounds('adaptive', { reason: 'window-filling' }), 'gate-shut', 'waits for 3 epochs: itself'],
  [grounds('adaptive', { reason: 'gate-closed' }), 'gate-shut', 'gate shut: for now itself'],
  [grounds('adaptive', { reason: 'drawn', gateOpen: true }), 'gate-open', 'gate open: drew itself'],
  [
    grounds('adaptive', { reason: 'drawn', gateOpen: true, positive: 2 }),
    'gate-open',
    'gate open: a look-alike',
  ],
])('%# a lane: what stands in the way, and what it comes to', (of, barrier, words) => {
  const lane = laneOf(of);
  expect(lane.barrier).toBe(barrier);
  expect(`${lane.text} ${lane.bold}`).toBe(words);
});

test('the lanes say whether the arms differ in the gate alone', () => {
  expect(lanesLine(armsFromPreset('contrast'))).toBe('Only here the three differ');
  expect(lanesLine(armsFromPreset('quick'))).toBe('May a look-alike stand in?');
  expect(lanesLine(armsFromPreset('patience'))).toBe('One lane for each arm');
});
