import { describe, expect, it } from 'vitest';
import { valuesToCompare } from './comparison.ts';
import { defaultConfig } from './defaults.ts';
import { fields } from './fields.ts';
import { isLive, liveChanges, livePaths, tunedFurther, withLive, type LivePath } from './live.ts';
import { liveSettingsSchema } from './liveSchema.ts';
import { parseConfig } from './parse.ts';
import { leafAt, withValue } from './paths.ts';

/** The default experiment with another value at `path`, and that value. */
function changed(path: LivePath) {
  const field = fields.find((one) => one.path === path);
  const current = leafAt(defaultConfig, path);
  if (field === undefined || current === undefined) throw new Error(`The form has no ${path}.`);
  const value = valuesToCompare(field, current).find((other) => other !== current);
  return { value, config: parseConfig(withValue(defaultConfig, path, value)) };
}

describe.each(livePaths)('the live setting %s', (path) => {
  const { value, config } = changed(path);

  it('has another value to change to', () => {
    expect(value).toBeDefined();
    expect(value).not.toEqual(leafAt(defaultConfig, path));
  });

  it('is found when it changes, and alone', () => {
    expect(liveChanges(defaultConfig, config)).toEqual({ [path]: value });
  });

  it('is applied, and nothing else', () => {
    expect(withLive(defaultConfig, liveChanges(defaultConfig, config) ?? {})).toEqual(config);
  });

  it('is told in files, and refused where the schema refuses it', () => {
    const told: unknown = JSON.parse(JSON.stringify(liveChanges(defaultConfig, config)));
    expect(liveSettingsSchema.parse(told)).toEqual({ [path]: value });
    expect(liveSettingsSchema.safeParse({ [path]: 'nowhere' }).success).toBe(false);
    expect(liveSettingsSchema.safeParse({ [path]: null }).success).toBe(false);
  });

  it('is marked so', () => expect(isLive(path)).toBe(true));
});

describe('live settings', () => {
  it('are none where nothing differs, or only what waits for a restart', () => {
    expect(liveChanges(defaultConfig, structuredClone(defaultConfig))).toBeUndefined();
    expect(liveChanges(defaultConfig, { ...defaultConfig, seed: 5, batchSize: 8 })).toBeUndefined();
    expect(isLive('batchSize')).toBe(false);
    expect(withLive(defaultConfig, {})).toBe(defaultConfig);
  });

  it('do not take a run of InfoNCE to its nearest embeddings, or from there', () => {
    const under = (policy: 'none' | 'naive' | 'adaptive', lr = 0.1) => ({
      ...defaultConfig,
      method: 'infonce' as const,
      bootstrap: { ...defaultConfig.bootstrap, policy },
      optimizer: { ...defaultConfig.optimizer, lr },
    });
    expect(liveChanges(under('naive'), under('none'))).toBeUndefined();
    expect(liveChanges(under('adaptive'), under('naive', 0.2))).toEqual({ 'optimizer.lr': 0.2 });
    expect(liveChanges(under('none'), under('adaptive'))).toEqual({ 'bootstrap.policy': 'adaptive' });
  });

  it('add up, the newest counting, always in the same order', () => {
    const first = tunedFurther({}, { 'optimizer.lr': 0.5 });
    const both = tunedFurther(first, { 'bootstrap.policy': 'naive', 'optimizer.lr': 0.2 });
    expect(Object.entries(both)).toEqual([
      ['bootstrap.policy', 'naive'],
      ['optimizer.lr', 0.2],
    ]);
  });

  it('are read as files had them before each went by its path', () => {
    expect(liveSettingsSchema.parse({ lr: 0.5, bootstrap: { policy: 'naive', temperature: 0.2 } })).toEqual({
      'optimizer.lr': 0.5,
      'bootstrap.policy': 'naive',
      'bootstrap.temperature': 0.2,
    });
    expect(liveSettingsSchema.parse({ lr: 0.01, bootstrap: {} })).toEqual({ 'optimizer.lr': 0.01 });
  });

  it.each([null, [], 'lr', { seed: 3 }, { lr: null }, { bootstrap: { topK: 3 } }, { bootstrap: 'naive' }])(
    'are not %j',
    (settings) => expect(liveSettingsSchema.safeParse(settings).success).toBe(false),
  );
});
