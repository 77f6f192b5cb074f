import { expect, it } from 'vitest';
import { presetNames, presets } from '../../config/presets.ts';
import { storyOf } from './story.ts';

it('is that of the preset, as long as its runs are as many', () => {
  for (const name of presetNames) expect(storyOf(name, presets[name].arms)).toBe(presets[name].story);
  const [first, second, ...others] = presets.gate.arms;
  if (second === undefined) throw new Error('There is nothing to compare.');
  for (const text of [storyOf('gate', [first]), storyOf('gate', [first, second])]) {
    expect(text).toContain('How picky is the gate, whose story is of 3 runs');
    expect(text).not.toContain('24 %');
  }
  expect(storyOf('gate', [first])).toMatch(/^This is one run /);
  expect(storyOf('gate', [first, second, ...others, first])).toMatch(/^These are 4 runs /);
});
