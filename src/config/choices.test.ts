import { describe, expect, it } from 'vitest';
import { fitted } from './choices.ts';
import { shippedNames } from './datasets.ts';
import { defaultConfig } from './defaults.ts';
import { ConfigError } from './error.ts';
import { fields } from './fields.ts';
import { applyOverrides } from './overrides.ts';
import { leafAt } from './paths.ts';

const patches = (...changes: [string, string][]) => {
  const field = fields.find(({ path }) => path === 'backbone.patchSize');
  if (field === undefined) throw new Error('There is no field of the patch.');
  const shown = fitted(field, applyOverrides(defaultConfig, changes));
  return shown.control === 'choice' ? shown.options.map(({ value }) => value) : [];
};

describe('fitted', () => {
  it('offers patches that divide the image', () => {
    expect(patches()).toEqual(['4', '8', '16']);
    expect(patches(['data.name', 'fashion-mnist'])).toEqual(['4', '7', '14']);
  });

  it('keeps what is chosen', () => {
    expect(patches(['data.name', 'fashion-mnist'], ['backbone.patchSize', '16'])).toEqual([
      '4',
      '7',
      '14',
      '16',
    ]);
  });

  it.each(shippedNames)('ends at the most images that a run can ask of %s', (name) => {
    const config = applyOverrides(defaultConfig, [['data.name', name]]);
    for (const path of ['data.trainImages', 'data.testImages']) {
      const field = fields.find((one) => one.path === path);
      const shown = field && fitted(field, config);
      if (shown?.control !== 'number') throw new Error(`The form has no number ${path}.`);
      expect(leafAt(applyOverrides(config, [[path, String(shown.max)]]), path)).toBe(shown.max);
      const most = shown.most?.(config) ?? 0;
      expect(() => applyOverrides(config, [[path, String(most + 1)]])).toThrow(ConfigError);
    }
  });

  it('leaves other fields as they are', () => {
    const concerned = ['backbone.patchSize', 'data.trainImages', 'data.testImages'];
    for (const field of fields.filter(({ path }) => !concerned.includes(path)))
      expect(fitted(field, defaultConfig)).toEqual(field);
  });
});
