import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armLabels } from './armLabels.ts';
import { checkArms, differingPaths, mayDiffer, type ArmSettings, type Arms } from './arms.ts';
import { armTexts, encodeExperiment } from './departures.ts';
import { ConfigError } from './error.ts';
import { applyOverrides, type Override } from './overrides.ts';
import { leaves } from './paths.ts';
import { defaultConfig } from './defaults.ts';
import { armsFromPreset, configFromPreset, presetNames } from './presets.ts';
import { readArms } from './readArms.ts';
import { experiments } from './testing.ts';
import { decodeExperiment } from './url.ts';

const arm = (...overrides: Override[]): ArmSettings => ({ config: applyOverrides(defaultConfig, overrides) });
const named = (label: string): ArmSettings => ({ label, config: defaultConfig });

describe('labels', () => {
  it('of a run alone is its policy', () => {
    expect(armLabels([arm()])).toEqual(['adaptive']);
  });

  it('are what sets the arms apart, in the words of the form', () => {
    expect(armLabels(armsFromPreset('contrast'))).toEqual(['none', 'naive', 'adaptive']);
    expect(armLabels([arm(['bootstrap.window', '3']), arm(['bootstrap.window', '10'])])).toEqual([
      'W 3',
      'W 10',
    ]);
    expect(armLabels([arm(['optimizer.kind', 'sgd']), arm(['head.batchNorm', 'true'])])).toEqual([
      'no head norm, SGD',
      'head norm, AdamW',
    ]);
  });

  it('leave out what matters to one backbone only', () => {
    const vit = arm();
    const narrow = arm(['backbone.dim', '32']);
    const resnet = arm(['backbone.kind', 'resnet']);
    expect(armLabels([vit, resnet])).toEqual(['ViT', 'ResNet']);
    expect(armLabels([vit, narrow, resnet])).toEqual(['ViT, width 64', 'ViT, width 32', 'ResNet']);
  });

  it('leave out what an arm does not use', () => {
    expect(armLabels([arm(), arm(['method', 'byol'], ['head.batchNorm', 'true'])])).toEqual([
      'DINO, no head norm',
      'BYOL',
    ]);
    const none = arm(['bootstrap.policy', 'none'], ['bootstrap.temperature', '0.5']);
    expect(armLabels([none, arm()])).toEqual(['none', 'adaptive, τ 0.02']);
  });

  it('are the person’s where there are any, and never the same twice', () => {
    expect(armLabels([named('mine'), arm(['bootstrap.policy', 'none'])])).toEqual(['mine', 'none']);
    expect(armLabels([arm(), arm(), named('adaptive'), named('adaptive 2')])).toEqual([
      'adaptive',
      'adaptive 2',
      'adaptive 3',
      'adaptive 2 2',
    ]);
  });
});

describe('arms that cannot go together', () => {
  const refusal = (arms: readonly ArmSettings[]) => () => checkArms(arms);

  it.each(leaves(defaultConfig).filter(([path]) => !mayDiffer(path)))('differ in %s', (path) => {
    const config = structuredClone(defaultConfig);
    const { seed, batchSize, epochs, data, augmentation, evaluation } = config;
    const other = {
      seed: seed + 1,
      batchSize: batchSize + 1,
      epochs: epochs + 1,
      data: { name: 'shapes', trainImages: data.trainImages + 1, testImages: data.testImages + 1 },
      augmentation: Object.fromEntries(
        leaves(augmentation).map(([name, value]) => [name, Number(value) / 2 + 0.01]),
      ),
      evaluation: {
        everyEpochs: evaluation.everyEpochs + 1,
        neighbours: evaluation.neighbours + 1,
        temperature: evaluation.temperature + 1,
        transfer: 'shapes',
      },
    };
    const value = leaves(other).find(([name]) => name === path)?.[1];
    expect(refusal([arm(), arm([path, String(value)])])).toThrow(ConfigError);
    expect(refusal([arm(), arm([path, String(value)])])).toThrow(`${path} differs between the arms, but`);
  });

  it('are more than four, or none', () => {
    expect(refusal(Array.from({ length: 5 }, () => arm()))).toThrow('There are 5 arms, but');
    expect(refusal([])).toThrow('There are 0 arms, but');
    expect(checkArms(Array.from({ length: 4 }, () => arm()))).toHaveLength(4);
  });

  it.each(['', '  ', 'x'.repeat(25), 'a;b'])('have a label such as "%s"', (label) => {
    expect(refusal([named(label), arm()])).toThrow('characters and no semicolon');
  });
});

/** Any arms of one experiment: what may differ is each arm's own, the rest the first's. */
const armsOfOne: fc.Arbitrary<Arms> = fc
  .tuple(
    fc.array(experiments, { minLength: 1, maxLength: 4 }),
    fc.array(fc.option(fc.stringMatching(/^[^;]{1,24}$/), { nil: undefined }), {
      minLength: 4,
      maxLength: 4,
    }),
  )
  .map(([configs, labels]) => {
    const { seed, data } = configs[0] ?? defaultConfig;
    return checkArms(
      configs.map((config, index) => {
        const label = labels[index]?.trim();
        const settings = { config: { ...config, seed, data } };
        return label === undefined || label === '' ? settings : { label, ...settings };
      }),
    );
  });

describe('the link', () => {
  it('says nothing of the arms of a preset', () => {
    expect(encodeExperiment({ preset: 'contrast', arms: armsFromPreset('contrast') })).toBe(
      'preset=contrast',
    );
  });

  it('changes a setting of all arms by naming it once', () => {
    const { arms } = decodeExperiment('preset=contrast&optimizer.lr=0.004');
    expect(arms.map(({ config }) => [config.bootstrap.policy, config.optimizer.lr])).toEqual([
      ['none', 0.004],
      ['naive', 0.004],
      ['adaptive', 0.004],
    ]);
    expect(encodeExperiment({ preset: 'contrast', arms })).toBe('preset=contrast&optimizer.lr=0.004');
  });

  it('names each arm by what it changes where the preset’s are others', () => {
    const query = 'preset=quick&arm=&arm=bootstrap.policy=naive;label=the+nearest';
    const { arms } = decodeExperiment(query);
    expect(armLabels(arms)).toEqual(['adaptive', 'the nearest']);
    expect(encodeExperiment({ preset: 'quick', arms })).toBe(query);
  });

  it('can leave a preset’s arms alone with one', () => {
    const arms = [{ config: configFromPreset('contrast') }] as const;
    expect(encodeExperiment({ preset: 'contrast', arms })).toBe('preset=contrast&arm=');
    expect(decodeExperiment('preset=contrast&arm=').arms).toEqual(arms);
  });

  it('leads back to the same arms, whatever they are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...presetNames), armsOfOne, (preset, arms) => {
        expect(decodeExperiment(encodeExperiment({ preset, arms }))).toEqual({ preset, arms });
        expect(readArms(arms[0].config, armTexts(arms))).toEqual(arms);
      }),
    );
  });

  it.each([
    ['arm=&arm=seed=3', 'seed differs between the arms, but'],
    ['arm=&arm=seed', '"seed" is not of the form key=value'],
    ['arm=&arm=bootstrap.topK=99', 'bootstrap.topK is 99, but'],
    ['arm=&arm=label=', 'An arm is labelled "", but'],
    ['arm=&arm=&arm=&arm=&arm=', 'There are 5 arms, but'],
  ])('refuses %s', (query, sentence) => {
    expect(() => decodeExperiment(query)).toThrow(ConfigError);
    expect(() => decodeExperiment(query)).toThrow(sentence);
  });
});

it('arms differ in what they both have', () => {
  expect(differingPaths([arm(), arm(['backbone.kind', 'resnet'], ['head.layers', '2'])])).toEqual([
    'backbone.kind',
    'head.layers',
  ]);
});
