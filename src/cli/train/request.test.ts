import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../config/error.ts';
import { armLabels } from '../../config/armLabels.ts';
import { armsFromPreset, configFromPreset } from '../../config/presets.ts';
import { writeSafetensors } from '../../formats/safetensors.ts';
import { UsageError } from '../command/failure.ts';
import { parseTrainRequest } from './request.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-request-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const name = path.join(folder, `${Math.random()}.json`);
  const asIs = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(name, asIs ? content : JSON.stringify(content));
  return name;
}

describe('parseTrainRequest', () => {
  it('runs the quick preset when nothing is asked for', () => {
    expect(parseTrainRequest([])).toEqual({
      preset: 'quick',
      arms: [{ config: configFromPreset('quick') }],
      backend: 'auto',
      steps: undefined,
      out: undefined,
    });
  });

  it('lays the file over the preset and the flags over both', () => {
    const settings = file({ seed: 3, bootstrap: { topK: 4, window: 6 } });
    const words = [
      '--preset',
      'emoji-vit',
      '--config',
      settings,
      '--set',
      'bootstrap.topK=9',
      '--steps',
      '12',
    ];
    const request = parseTrainRequest([...words, '--backend', 'cpu', '--out', 'runs/a']);
    const { bootstrap, seed } = request?.arms[0].config ?? configFromPreset('quick');
    expect(seed).toBe(3);
    expect(bootstrap).toEqual({ ...configFromPreset('emoji-vit').bootstrap, topK: 9, window: 6 });
    expect(request).toMatchObject({ preset: 'emoji-vit', steps: 12, backend: 'cpu', out: 'runs/a' });
  });

  it('takes a whole configuration as --out writes it, another backbone included', () => {
    const backbone = {
      kind: 'resnet',
      stem: 8,
      widths: [8, 16],
      blocks: [1, 1],
      batchNormEps: 1e-5,
      batchNormMomentum: 0.1,
    };
    const whole = { ...configFromPreset('quick'), backbone };
    expect(parseTrainRequest(['--config', file(whole)])?.arms).toEqual([{ config: whole }]);
  });

  it('repeats --set', () => {
    const request = parseTrainRequest(['--set', 'seed=1', '--set', 'epochs=2', '--set', 'seed=5']);
    expect(request?.arms).toMatchObject([{ config: { seed: 5, epochs: 2 } }]);
  });

  describe('arms', () => {
    const labelsOf = (words: string[]) => armLabels(parseTrainRequest(words)?.arms ?? []);

    it('are the preset’s, with the settings of all', () => {
      const arms = parseTrainRequest(['--preset', 'contrast', '--set', 'epochs=3'])?.arms ?? [];
      expect(armLabels(arms)).toEqual(['none', 'naive', 'adaptive']);
      expect(arms.map(({ config }) => config.epochs)).toEqual([3, 3, 3]);
    });

    it('can be one of them, which is then a run as any other', () => {
      const request = parseTrainRequest(['--preset', 'contrast', '--arm', 'naive']);
      expect(request?.arms).toEqual([armsFromPreset('contrast')[1]]);
    });

    it('can be the values of a setting', () => {
      expect(labelsOf(['--compare', 'bootstrap.window=3, 5,10'])).toEqual(['W 3', 'W 5', 'W 10']);
      expect(labelsOf(['--preset', 'contrast', '--compare', 'method=dino,byol'])).toEqual(['DINO', 'BYOL']);
    });

    it('can be a file’s, as --out writes it', () => {
      const config = configFromPreset('quick');
      const arms = ['', 'bootstrap.policy=naive;label=nearest'];
      expect(labelsOf(['--config', file({ ...config, arms })])).toEqual(['adaptive', 'nearest']);
    });

    it.each([
      [['--preset', 'contrast', '--arm', 'best'], 'no arm called "best"; there are none, naive, adaptive.'],
      [['--compare', 'seed=1,2'], 'seed differs between the arms, but'],
      [['--compare', 'bootstrap.topK=1,2,3,4,5'], 'There are 5 arms, but'],
      [['--compare', 'bootstrap.topK'], 'not of the form key=value'],
    ])('are refused for %j', (words, sentence) => {
      expect(() => parseTrainRequest(words)).toThrow(sentence);
    });

    it('are refused in a file that has others than texts', () => {
      expect(() => parseTrainRequest(['--config', file({ arms: [{ seed: 3 }] })])).toThrow(
        'arms must be a list of texts',
      );
    });
  });

  describe('with a file to start from', () => {
    const config = { ...configFromPreset('quick'), seed: 12, epochs: 3 };
    const progress = {
      step: 40,
      queued: 0,
      live: { lr: 0.002 },
      pairs: { pairs: 0, self: 0, openGates: 0, matching: 0 },
    };
    /** What a checkpoint says; whether its tensors are all there is for the worker to find. */
    function checkpoint(changes: Record<string, string> = {}): string {
      const name = path.join(folder, `${Math.random()}.safetensors`);
      const tensors = new Map([
        ['bank.written', { dtype: 'U8', shape: [1], data: Uint8Array.of(1) } as const],
      ]);
      const metadata = {
        format: 'adasim-checkpoint/1',
        config: JSON.stringify(config),
        progress: JSON.stringify(progress),
        ...changes,
      };
      writeFileSync(name, writeSafetensors(tensors, new Map(Object.entries(metadata))));
      return name;
    }

    it('takes the settings that the run has come to', () => {
      const name = checkpoint();
      const tuned = { ...config, optimizer: { ...config.optimizer, lr: 0.002 } };
      expect(parseTrainRequest(['--from', name, '--steps', '41'])).toMatchObject({
        preset: null,
        arms: [{ config: tuned }],
        steps: 41,
        from: { kind: 'checkpoint', file: name, step: 40 },
      });
    });

    it('takes the settings of the flags for mere weights', () => {
      const name = checkpoint({ format: 'adasim-network/1' });
      expect(parseTrainRequest(['--from', name, '--set', 'seed=3'])).toMatchObject({
        preset: 'quick',
        arms: [{ config: { seed: 3, epochs: 30 } }],
        from: { kind: 'weights', file: name },
      });
    });

    it.each<[string[], Record<string, string>, string]>([
      [['--set', 'seed=3', '--preset', 'quick'], {}, 'own settings; leave out --preset and --set.'],
      [['--steps', '40'], {}, 'is at step 40 already; steps are counted from the run'],
      [[], { progress: JSON.stringify({ ...progress, step: 96 }) }, 'is at step 96, the end of its run;'],
      [[], { format: 'adasim-checkpoint/9' }, 'is of format "adasim-checkpoint/9"'],
      [[], { config: '{"seed": 1}' }, 'The metadata "config.data" is not valid'],
    ])('refuses %j', (words, changes, sentence) => {
      const name = checkpoint(changes);
      const parse = () => parseTrainRequest(['--from', name, ...words]);
      expect(parse).toThrow(UsageError);
      expect(parse).toThrow(name);
      expect(parse).toThrow(sentence);
    });

    it.each([
      ['', 'is empty.'],
      ['no tensors at all', 'Bytes 0–7 claim a header of'],
    ])('refuses a file of %j', (content, sentence) => {
      const parse = () => parseTrainRequest(['--from', file(content)]);
      expect(parse).toThrow(UsageError);
      expect(parse).toThrow(sentence);
    });

    it('refuses what is no file', () => {
      expect(() => parseTrainRequest(['--from', folder])).toThrow(`${folder} is not a file.`);
      expect(() => parseTrainRequest(['--save', folder])).toThrow('which is a folder; it must be a file.');
      if (process.platform === 'linux')
        expect(() => parseTrainRequest(['--save', '/dev/null'])).toThrow('which is a device or a pipe');
      const nowhere = path.join(folder, 'absent', 'run.safetensors');
      expect(() => parseTrainRequest(['--from', nowhere])).toThrow('There is no file');
      expect(() => parseTrainRequest(['--save', nowhere])).toThrow('there is no folder');
    });
  });

  it.each([
    [['--preset', 'turbo'], 'There is no preset called "turbo"'],
    [['--set', 'bootstrap.topK=99'], 'bootstrap.topK is 99, but it must be a whole number from 1 to 64'],
    [['--set', 'bootstrap.topk=9'], 'Did you mean bootstrap.topK?'],
    [
      ['--preset', 'emoji-vit', '--set', 'data.trainImages=60000'],
      'data.trainImages is 60000, but it must not exceed the 6600 training images of emoji-32.',
    ],
    [['--set', 'seed'], 'not of the form key=value'],
  ])('refuses the settings %j', (words, sentence) => {
    expect(() => parseTrainRequest(words)).toThrow(ConfigError);
    expect(() => parseTrainRequest(words)).toThrow(sentence);
  });

  it.each([
    [['--steps', '0'], "argument '0' is invalid. It must be a whole number from 1."],
    [['--steps', '1e3'], "argument '1e3' is invalid"],
    [['--steps', '-1'], "argument '-1' is invalid"],
    [['--steps'], 'argument missing'],
    [['--backend', 'gpu'], 'Allowed choices are auto, webgpu, wasm, cpu.'],
    [['--step', '3'], "Unknown option '--step'. (Did you mean --steps?)"],
    [['emoji'], 'Too many arguments'],
  ])('refuses the flags %j', (words, sentence) => {
    expect(() => parseTrainRequest(words)).toThrow(UsageError);
    expect(() => parseTrainRequest(words)).toThrow(sentence);
  });

  it('reads a file as editors save it, with a byte-order mark', () => {
    const name = file('\ufeff{"epochs": 3}');
    expect(parseTrainRequest(['--config', name])?.arms[0].config.epochs).toBe(3);
  });

  it.each([
    ['{ "seed": 3', 'is not JSON'],
    ['{ "seed": 3, "seed": 4 }', 'has "seed" twice; take one of them out.'],
    ['{ "loss": { "stopGradient": true, "stopGradient": false } }', 'has "loss.stopGradient" twice;'],
    [Buffer.from('\ufeff{"epochs": 3}', 'utf16le'), 'is text in UTF-16; save it as UTF-8.'],
  ])('names the file that is no JSON of ours: %j', (content, sentence) => {
    const name = file(content);
    const parse = () => parseTrainRequest(['--config', name]);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(`The file ${name} ${sentence}`);
  });

  it.each([
    [[1, 2], 'must hold a JSON object'],
    ['null', 'must hold a JSON object'],
    [{ seed: null }, 'seed is "null"'],
    [{ seed: { value: 3 } }, 'There is no setting called seed.value'],
    [{ bootstrap: 5 }, 'bootstrap is a group of settings'],
    [{ batchSize: 4096 }, 'batchSize is 4096'],
    ['{ "__proto__": { "seed": 3 } }', 'There is no setting called __proto__.seed'],
  ])('names the file that holds %j', (content, sentence) => {
    const name = file(content);
    const parse = () => parseTrainRequest(['--config', name]);
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(sentence);
    expect(parse).toThrow(name);
  });

  it('says that a file is not there', () => {
    expect(() => parseTrainRequest(['--config', path.join(folder, 'absent.json')])).toThrow(
      'There is no file',
    );
    expect(() => parseTrainRequest(['--config', folder])).toThrow('cannot be read');
  });
});
