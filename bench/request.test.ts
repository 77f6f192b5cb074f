import { describe, expect, it, vi } from 'vitest';
import { UsageError } from '../src/cli/command/failure.ts';
import { benchmarkNames } from './benchmarks.ts';
import { parseBenchRequest } from './request.ts';

const namesOf = (words: string[]) => parseBenchRequest(words)?.benchmarks.map(({ name }) => name);

describe('parseBenchRequest', () => {
  it('measures everything of ours and of stock ops on both backends where nothing is said', () => {
    const request = parseBenchRequest([]);
    expect(request).toMatchObject({
      backends: ['wasm', 'webgpu'],
      engines: ['ours', 'portable'],
      json: false,
      profile: false,
    });
    expect(namesOf([])).toEqual(benchmarkNames);
  });

  it('takes Node for a host, on WebGPU alone', () => {
    expect(parseBenchRequest(['--host', 'node'])).toMatchObject({ host: 'node', backends: ['webgpu'] });
    expect(() => parseBenchRequest(['--host', 'node', '--backend', 'wasm'])).toThrow(UsageError);
  });

  it('takes peers, one backend, names in any order, rounds and JSON', () => {
    const words = [
      '--peers',
      '--backend',
      'webgpu',
      '--only',
      'resnet',
      'reference',
      '--rounds',
      '3',
      '--json',
    ];
    expect(parseBenchRequest(words)).toMatchObject({
      backends: ['webgpu'],
      engines: ['ours', 'portable', 'jax-js'],
      rounds: 3,
      json: true,
    });
    expect(namesOf(words)).toEqual(['reference', 'resnet']);
  });

  it('profiles ours alone, of the two steps that matter unless others are named', () => {
    expect(parseBenchRequest(['--profile'])?.engines).toEqual(['ours']);
    expect(namesOf(['--profile'])).toEqual(['reference', 'batch-64']);
    expect(namesOf(['--profile', '--only', 'resnet'])).toEqual(['resnet']);
  });

  it('prints help with the benchmarks there are', () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      expect(parseBenchRequest(['--help'])).toBeUndefined();
      const text = write.mock.calls.map(([chunk]) => String(chunk)).join('');
      for (const name of benchmarkNames) expect(text).toContain(name);
    } finally {
      write.mockRestore();
    }
  });

  it.each([
    [['--backend', 'cpu'], /argument 'cpu' is invalid. Allowed choices are webgpu, wasm, all\.$/],
    [['--only', 'everything'], /argument 'everything' is invalid. Allowed choices are reference, /],
    [['--only'], /argument missing\.$/],
    [['--rounds', '0'], /It must be a whole number from 1\.$/],
    [['--round', '3'], "Unknown option '--round'. (Did you mean --rounds?)"],
    [['reference'], /too many arguments/i],
    [['--profile', '--peers'], /cannot be combined/],
  ] as [string[], string | RegExp][])('refuses %j in a sentence', (words, sentence) => {
    expect(() => parseBenchRequest(words)).toThrow(UsageError);
    expect(() => parseBenchRequest(words)).toThrow(sentence);
  });
});
