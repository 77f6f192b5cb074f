import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armLabels } from './armLabels.ts';
import { checkArms } from './arms.ts';
import { ConfigError } from './error.ts';
import { rangeOf, schemaAt } from './allowed.ts';
import { fields } from './fields.ts';
import { applyOverrides, parseOverride } from './overrides.ts';
import { leafAt, leaves, withValue } from './paths.ts';
import { parseConfig } from './parse.ts';
import { defaultBackbones, defaultConfig } from './defaults.ts';
import { configFromPreset, presetNames, presets, type PresetName } from './presets.ts';
import { readArms } from './readArms.ts';
import { experimentSchema } from './schema.ts';
import { armTexts, departures, encodeExperiment } from './departures.ts';
import { experiments } from './testing.ts';
import { decodeExperiment } from './url.ts';

/** The sentence a person would read. */
function sentenceOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('presets', () => {
  it.each(presetNames)('%s has valid arms, which go in lockstep', (name) => {
    const { arms } = presets[name];
    for (const { config } of arms) expect(parseConfig(structuredClone(config))).toEqual(config);
    expect(checkArms(arms)).toEqual(arms);
    expect(readArms(arms[0].config, armTexts(arms))).toEqual(arms);
  });

  it.each(presetNames)('%s has a story of two sentences, the second of which says what to watch', (name) => {
    const [shows = '', watch = '', ...more] = presets[name].story.split(/(?<=[.?!]) /);
    expect(shows.length).toBeGreaterThan(40);
    expect(watch).toMatch(/^Watch .+\.$/);
    expect(more).toEqual([]);
  });

  it.each(['title', 'headline'] as const)('differ in their %s', (words) => {
    expect(new Set(presetNames.map((name) => presets[name][words])).size).toBe(presetNames.length);
  });

  it.each<[PresetName, string[]]>([
    ['contrast', ['none', 'naive', 'adaptive']],
    ['nnclr', ['none', 'naive']],
    ['collapse', ['no sharpening', 'no centring', 'no stop-gradient', 'naive from epoch 1']],
    ['gate', ['τ 0.005', 'τ 0.05', 'τ 1']],
    ['patience', ['W 1', 'W 3', 'W 10']],
    ['backbones', ['ViT', 'ResNet']],
  ])('%s compares %j', (name, labels) => {
    expect(armLabels(presets[name].arms)).toEqual(labels);
  });

  it('names the presets there are when asked for another', () => {
    expect(sentenceOf(() => configFromPreset('slow'))).toBe(
      'There is no preset called "slow"; there are contrast, quick, emoji-vit, nnclr, collapse, gate, patience and backbones.',
    );
    expect(() => configFromPreset('toString')).toThrow(ConfigError);
  });
});

describe('overrides', () => {
  it('sets numbers, booleans, names and lists', () => {
    const config = applyOverrides(defaultConfig, [
      ['bootstrap.topK', '8'],
      ['optimizer.lr', '1e-3'],
      ['head.batchNorm', 'true'],
      ['bootstrap.policy', 'naive'],
    ]);
    expect(config.bootstrap).toMatchObject({ topK: 8, policy: 'naive' });
    expect(config.optimizer.lr).toBe(0.001);
    expect(config.head.batchNorm).toBe(true);
    expect(defaultConfig.bootstrap.topK).toBe(5);
  });

  it('takes a file from before there was transfer for one without', () => {
    const { everyEpochs, neighbours, temperature } = defaultConfig.evaluation;
    const evaluation = { everyEpochs, neighbours, temperature };
    expect(experimentSchema.parse({ ...defaultConfig, evaluation }).evaluation.transfer).toBe('none');
  });

  it('brings in the default backbone of a kind, in whatever order the settings come', () => {
    const config = applyOverrides(defaultConfig, [
      ['backbone.widths', '8,16'],
      ['backbone.blocks', '2,2'],
      ['backbone.kind', 'resnet'],
    ]);
    expect(config.backbone).toEqual({ ...defaultBackbones.resnet, widths: [8, 16], blocks: [2, 2] });
  });

  it('checks settings against each other only after all are set', () => {
    expect(
      applyOverrides(defaultConfig, [
        ['backbone.heads', '3'],
        ['backbone.dim', '48'],
      ]).backbone,
    ).toMatchObject({ heads: 3, dim: 48 });
  });

  it.each([
    ['bootstrap.topK', '100', 'bootstrap.topK is 100, but it must be a whole number from 1 to 64.'],
    ['bootstrap.topK', '2.5', 'bootstrap.topK is 2.5, but it must be a whole number from 1 to 64.'],
    ['bootstrap.topK', 'many', 'bootstrap.topK is "many", but it must be a whole number from 1 to 64.'],
    ['bootstrap.topK', '', 'bootstrap.topK is "", but it must be a whole number from 1 to 64.'],
    ['optimizer.lr', '1e999', 'optimizer.lr is "1e999", but it must be a number from 0 to 10.'],
    ['optimizer.eps', '0', 'optimizer.eps is 0, but it must be a number above 0 and at most 1.'],
    [
      'backbone.layerNormEps',
      '1e39',
      'backbone.layerNormEps is 1e+39, but it must be a number above 0 and at most 1.',
    ],
    [
      'data.name',
      'cifar',
      'data.name is "cifar", but it must be one of emoji-32, fashion-mnist, digits, shapes.',
    ],
    ['optimizer.kind', 'adam', 'optimizer.kind is "adam", but it must be one of adamw, sgd, lars.'],
    ['head.batchNorm', 'yes', 'head.batchNorm is "yes", but it must be true or false.'],
    ['backbone.kind', 'mlp', 'backbone.kind is "mlp", but it must be one of vit, resnet.'],
    ['batchSize', '512', null],
    ['backbone.heads', '7', 'backbone.heads is 7, but it must divide the width 64.'],
    ['bootstrap.topk', '8', 'There is no setting called bootstrap.topk. Did you mean bootstrap.topK?'],
    ['topK', '8', 'There is no setting called topK. Did you mean bootstrap.topK?'],
    ['bootstrap', '8', 'bootstrap is a group of settings; set one of them, such as bootstrap.policy.'],
    ['__proto__.x', '1', 'There is no setting called __proto__.x.'],
    ['backbone.widths', '8,8', 'There is no setting called backbone.widths unless backbone.kind is resnet.'],
    [
      'backbone.widths.0',
      '8',
      'There is no setting called backbone.widths.0; there are backbone.kind, backbone.patchSize, backbone.dim, backbone.depth, backbone.heads, backbone.mlpRatio, backbone.layerNormEps and backbone.dropPath.',
    ],
  ])('%s=%s', (path, value, expected) => {
    const apply = () => applyOverrides(defaultConfig, [[path, value]]);
    if (expected === null) expect(apply()).toBeDefined();
    else expect(sentenceOf(apply)).toBe(expected);
  });

  it('knows no entry of a list as a setting', () => {
    const resnet = applyOverrides(defaultConfig, [['backbone.kind', 'resnet']]);
    expect(sentenceOf(() => applyOverrides(resnet, [['backbone.widths.0', '8']]))).toBe(
      'There is no setting called backbone.widths.0. Did you mean backbone.widths?',
    );
  });

  it('refuses an MLP without a hidden layer', () => {
    const narrow = [
      ['backbone.dim', '3'],
      ['backbone.heads', '1'],
      ['backbone.mlpRatio', '0.25'],
    ] as const;
    expect(sentenceOf(() => applyOverrides(defaultConfig, narrow))).toBe(
      'backbone.mlpRatio is 0.25, but it must leave the MLP a hidden layer at width 3.',
    );
  });

  it('refuses a queue that a step overflows, where there is one', () => {
    const short = [['loss.queueLength', '64']] as const;
    expect(applyOverrides(defaultConfig, short).loss.queueLength).toBe(64);
    expect(sentenceOf(() => applyOverrides(defaultConfig, [['method', 'infonce'], ...short]))).toBe(
      'loss.queueLength is 64, but it must hold the 128 embeddings of a step.',
    );
  });

  it.each([
    ['emoji-32', 'data.trainImages', 60_000, 6600, 'training'],
    ['emoji-32', 'data.trainImages', 6601, 6600, 'training'],
    ['emoji-32', 'data.testImages', 1601, 1600, 'held-out'],
  ])('refuses of %s what it does not have: %s=%i', (name, path, asked, most, kind) => {
    const take = (images: number) =>
      applyOverrides(defaultConfig, [
        ['data.name', name],
        [path, String(images)],
      ]);
    expect(leafAt(take(most), path)).toBe(most);
    expect(sentenceOf(() => take(asked))).toBe(
      `${path} is ${asked}, but it must not exceed the ${most} ${kind} images of ${name}.`,
    );
  });

  it('refuses a patch that is larger than the image', () => {
    const patch = [['backbone.patchSize', '32']] as const;
    expect(applyOverrides(defaultConfig, patch).backbone).toMatchObject({ patchSize: 32 });
    expect(sentenceOf(() => applyOverrides(defaultConfig, [['data.name', 'fashion-mnist'], ...patch]))).toBe(
      'backbone.patchSize is 32, but it must not exceed the 28 pixels of fashion-mnist.',
    );
  });

  it('refuses text that is not key=value', () => {
    expect(parseOverride('data.name=shapes')).toEqual(['data.name', 'shapes']);
    expect(sentenceOf(() => parseOverride('batchSize'))).toContain('not of the form key=value');
    expect(sentenceOf(() => parseOverride('=3'))).toContain('not of the form key=value');
  });
});

describe('parseConfig', () => {
  it.each([
    [null, 'A configuration must be a group of settings, not null.'],
    [[], 'A configuration must be a group of settings, not [].'],
    ['quick', 'A configuration must be a group of settings, not "quick".'],
    [{ ...defaultConfig, epochs: undefined }, 'The setting epochs is missing.'],
    [{ ...defaultConfig, speed: 1 }, 'There is no setting called speed.'],
    [{ ...defaultConfig, epochs: NaN }, 'epochs is NaN, but it must be a whole number from 1 to 10000.'],
    [{ ...defaultConfig, data: 3 }, 'data is 3, but it must be a group of settings.'],
    [
      { ...defaultConfig, backbone: { ...defaultBackbones.resnet, widths: [16, 0, 64] } },
      'backbone.widths.1 is 0, but it must be a whole number from 1 to 1024.',
    ],
    [
      { ...defaultConfig, backbone: { ...defaultBackbones.resnet, widths: [16] } },
      'backbone.blocks is [1, 1, 1], but it must have one entry for each of widths.',
    ],
  ])('refuses %#', (input, expected) => {
    expect(sentenceOf(() => parseConfig(input))).toBe(expected);
  });

  it('always answers bad input with a ConfigError of one line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...leaves(defaultConfig)), fc.anything(), ([path], value) => {
        const input = withValue(defaultConfig, path, value);
        if (experimentSchema.safeParse(input).success) return;
        expect(sentenceOf(() => parseConfig(input))).toMatch(/^[^\n]+\.$/);
      }),
    );
  });
});

describe('the link', () => {
  it('holds only what differs from the preset', () => {
    const config = configFromPreset('emoji-vit');
    expect(encodeExperiment({ preset: 'emoji-vit', arms: [{ config }] })).toBe('preset=emoji-vit');
    const changed = { ...config, bootstrap: { ...config.bootstrap, topK: 8 } };
    expect(encodeExperiment({ preset: 'emoji-vit', arms: [{ config: changed }] })).toBe(
      'preset=emoji-vit&bootstrap.topK=8',
    );
  });

  it('leads back to the same experiment, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...presetNames), experiments, (preset, config) => {
        const experiment = { preset, arms: [{ config }] as const };
        expect(decodeExperiment(encodeExperiment(experiment))).toEqual(experiment);
        expect(
          applyOverrides(configFromPreset(preset), departures(configFromPreset(preset), config)),
        ).toEqual(config);
      }),
    );
  });

  it('is the default preset when empty, and leaves the page’s own keys alone', () => {
    const asItIs = { preset: 'contrast', arms: presets.contrast.arms };
    expect(decodeExperiment('')).toEqual(asItIs);
    expect(decodeExperiment('?backend=wasm')).toEqual(asItIs);
  });

  it('answers anything with an experiment or a ConfigError', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        try {
          for (const { config } of decodeExperiment(query).arms) experimentSchema.parse(config);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });
});

describe('form fields', () => {
  it.each(fields.map((field) => [field.path, field] as const))(
    '%s is a setting the schema allows',
    (path, field) => {
      const value = leafAt(defaultConfig, path);
      expect(value).toBeDefined();
      if (field.control === 'number') {
        const allowed = rangeOf(schemaAt(path.split('.'), 'vit')) ?? { min: Infinity, max: -Infinity };
        expect(field.min).toBeGreaterThanOrEqual(allowed.min);
        expect(field.max).toBeLessThanOrEqual(allowed.max);
        expect(field.min).toBeLessThan(field.max);
      } else if (field.control === 'choice') {
        expect(field.options.map((option) => option.value)).toContain(String(value));
      } else expect(typeof value).toBe('boolean');
    },
  );
});
