import { expect, it } from 'vitest';
import { defaultConfig } from '../config/defaults.ts';
import { presets } from '../config/presets.ts';
import { guardsOff, type Guarded } from './guards.ts';

it('finds in each arm of the Collapse gallery the one that its label says', () => {
  expect(presets.collapse.arms.map(({ label, config }) => [label, guardsOff(config)])).toEqual([
    ['no sharpening', ['sharpening']],
    ['no centring', ['centring']],
    ['no stop-gradient', ['stop-gradient']],
    ['naive from epoch 1', ['gate']],
  ]);
});

it('finds none where nothing was taken away', () => {
  for (const method of ['dino', 'byol', 'simsiam', 'infonce'] as const)
    expect(guardsOff({ ...defaultConfig, method })).toEqual([]);
});

const changed = (method: Guarded['method'], changes: Partial<Guarded>) =>
  guardsOff({ ...defaultConfig, method, ...changes });
const { loss } = defaultConfig;

it('asks only for the guards that a method has', () => {
  const unguarded = { ...loss, centerMomentum: 1, stopGradient: false, studentTemperature: 0.04 };
  const copied = { start: 0.4, end: 0.4 };
  expect(changed('dino', { loss: unguarded })).toEqual(['sharpening', 'centring']);
  expect(changed('byol', { loss: unguarded })).toEqual([]);
  expect(changed('simsiam', { loss: unguarded, teacherMomentum: copied })).toEqual(['stop-gradient']);
  expect(changed('byol', { teacherMomentum: copied })).toEqual(['teacher']);
  expect(changed('byol', { teacherMomentum: { start: 0, end: 1 } })).toEqual([]);
});
