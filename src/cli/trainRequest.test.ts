import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../config/error.ts';
import { configFromPreset } from '../config/presets.ts';
import { UsageError } from './failure.ts';
import { parseTrainRequest } from './trainRequest.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-request-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const name = path.join(folder, `${Math.random()}.json`);
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

describe('parseTrainRequest', () => {
  it('runs the quick preset when nothing is asked for', () => {
    expect(parseTrainRequest([])).toEqual({
      preset: 'quick',
      config: configFromPreset('quick'),
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
    const { bootstrap, seed } = request?.config ?? configFromPreset('quick');
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
    expect(parseTrainRequest(['--config', file(whole)])?.config).toEqual(whole);
  });

  it('repeats --set', () => {
    const request = parseTrainRequest(['--set', 'seed=1', '--set', 'epochs=2', '--set', 'seed=5']);
    expect(request?.config).toMatchObject({ seed: 5, epochs: 2 });
  });

  it.each([
    [['--preset', 'turbo'], 'There is no preset called "turbo"'],
    [['--set', 'bootstrap.topK=99'], 'bootstrap.topK is 99, but it must be a whole number from 1 to 64'],
    [['--set', 'bootstrap.topk=9'], 'Did you mean bootstrap.topK?'],
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

  it.each([
    ['{ "seed": 3', 'is not JSON'],
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
    expect(parse).toThrow(UsageError);
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
