import { describe, expect, it } from 'vitest';
import { ConfigError } from './error.ts';
import { asSettings } from './departures.ts';
import { defaultBackbones, defaultConfig } from './defaults.ts';
import { armsFromPreset } from './presets.ts';
import { readArms } from './readArms.ts';
import { applySettingsFile } from './settingsFile.ts';

const apply = (text: string) =>
  applySettingsFile(defaultConfig, { name: 'a.json', content: JSON.parse(text) });

describe('applySettingsFile', () => {
  it('takes a whole configuration, or a part of one', () => {
    const other = { ...defaultConfig, seed: 3, backbone: defaultBackbones.resnet };
    expect(apply(JSON.stringify(other))).toEqual({ config: other });
    expect(apply('{"bootstrap": {"topK": 9}}')).toEqual({
      config: { ...defaultConfig, bootstrap: { ...defaultConfig.bootstrap, topK: 9 } },
    });
    expect(apply('{}')).toEqual({ config: defaultConfig });
  });

  it('reads back several arms', () => {
    const arms = armsFromPreset('contrast');
    const inFile = apply(JSON.stringify(asSettings(arms)));
    expect(readArms(inFile.config, inFile.arms ?? [])).toEqual(arms);
    expect(asSettings([arms[0]])).toBe(arms[0].config);
  });

  const deep = (open: string, close: string) => `{"seed":${open.repeat(2e5)}1${close.repeat(2e5)}}`;

  it.each([
    ['[1, 2]', 'The file a.json must hold a JSON object of settings.'],
    ['{"arms": [{"seed": 3}]}', 'In a.json: arms must be a list of texts, such as'],
    ['{"arms": ["", "seed=3"]}', 'In a.json: seed differs between the arms, but'],
    [
      '{"data": {"name": "emoji-32", "trainImages": 60000}}',
      'In a.json: data.trainImages is 60000, but it must not exceed the 6600 training images of emoji-32.',
    ],
    ['{"seeds": 3}', 'In a.json: There is no setting called seeds. Did you mean seed?'],
    ['{"backbone": {"widths": [8, [16]]}}', 'In a.json: There is no setting called backbone.widths'],
    [
      '{"backbone": {"kind": "resnet", "widths": [8, "16", null]}}',
      'In a.json: backbone.widths is "8,no number,no number"',
    ],
    [deep('[', ']'), 'In a.json: seed is "no number"'],
    [deep('{"a":', '}'), 'In a.json: There is no setting called seed.a.a.a.a'],
  ])('refuses %.40s with a sentence', (text, sentence) => {
    expect(() => apply(text)).toThrow(ConfigError);
    expect(() => apply(text)).toThrow(sentence);
  });
});
