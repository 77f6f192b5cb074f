import { describe, expect, it } from 'vitest';
import { fitted } from './choices.ts';
import { defaultConfig } from './defaults.ts';
import { fields } from './fields.ts';
import { applyOverrides } from './overrides.ts';

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

  it('leaves other fields as they are', () => {
    for (const field of fields.filter(({ path }) => path !== 'backbone.patchSize'))
      expect(fitted(field, defaultConfig)).toEqual(field);
  });
});
