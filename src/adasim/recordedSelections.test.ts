/** Replays the recorded neighbours through our window and policy: every decision must be the release's. */
import { describe, expect, it } from 'vitest';
import { goldenBytes, traceNames } from '../../fixtures/golden.ts';
import { parseSafetensors, type Safetensors } from '../formats/safetensors.ts';
import { traceConfigSchema } from '../formats/traceConfig.ts';
import { BankStatistics } from './bankStatistics.ts';
import { stream } from './random.ts';
import { PositiveSelector } from './selection.ts';
import { NeighbourTable, NeighbourWindow } from './window.ts';

function reader({ tensors }: Safetensors) {
  return {
    integers: (name: string): Int32Array => {
      const data = tensors.get(name)?.data;
      if (!(data instanceof Int32Array)) throw new Error(`${name} is not recorded`);
      return data;
    },
    floats: (name: string): Float32Array => {
      const data = tensors.get(name)?.data;
      if (!(data instanceof Float32Array)) throw new Error(`${name} is not recorded`);
      return data;
    },
  };
}

describe.each(traceNames)('%s', (name) => {
  const file = parseSafetensors(goldenBytes(name));
  const config = traceConfigSchema.parse(JSON.parse(file.metadata.get('config') ?? ''));
  const { integers, floats } = reader(file);
  const { batchSize, images, epochs, stepsPerEpoch } = config;
  const { topK, window: length } = config.bootstrap;
  const window = new NeighbourWindow(images, topK, length);
  const selector = new PositiveSelector(window);
  const steps = epochs * stepsPerEpoch;

  const ours = {
    gate: new Int32Array(steps * batchSize),
    candidates: new Int32Array(steps * batchSize * topK),
    scores: new Float32Array(steps * batchSize * topK),
    probabilities: new Float32Array(steps * batchSize * topK),
  };
  const logged = {
    nnAccuracyTop1: new Float32Array(epochs),
    nnAccuracyTop2: new Float32Array(epochs),
    nnSelfAccuracyTop1: new Float32Array(epochs),
    nnRatioSelf: new Float32Array(epochs),
  };
  let impossibleDraws = 0;

  for (let epoch = 0; epoch < epochs; epoch++) {
    const table = new NeighbourTable(images, topK);
    const statistics = new BankStatistics(integers('targets'));
    for (let step = epoch * stepsPerEpoch; step < (epoch + 1) * stepsPerEpoch; step++) {
      const batch = integers('steps.indices').subarray(step * batchSize, (step + 1) * batchSize);
      batch.forEach((image, b) => {
        const row = step * batchSize + b;
        const selection = selector.select(image, config.bootstrap, stream(0, 'test', row));
        ours.gate[row] = Number(selection.gateOpen);
        ours.candidates.set(selection.candidates, row * topK);
        ours.scores.set(selection.scores, row * topK);
        ours.probabilities.set(selection.probabilities, row * topK);
        const recorded = integers('steps.positives')[row] ?? -1;
        const possible =
          selection.reason === 'drawn' ? selection.candidates.includes(recorded) : recorded === image;
        if (!possible) impossibleDraws++;
        statistics.addPair(image, recorded, selection.gateOpen);
      });
      const from = step * batchSize * topK;
      const to = from + batchSize * topK;
      table.record(
        batch,
        integers('expect.neighbors').subarray(from, to),
        floats('expect.similarities').subarray(from, to),
      );
    }
    const record = statistics.summarise(table);
    for (const [key, values] of Object.entries(logged)) values[epoch] = record[key as keyof typeof logged];
    window.push(table);
  }

  it('has the same gates, candidates and scores, to the last bit', () => {
    expect(ours.gate).toEqual(integers('expect.gate'));
    expect(ours.candidates).toEqual(integers('expect.candidates'));
    expect(ours.scores).toEqual(floats('expect.scores'));
  });

  it('has the same probabilities, to the last bit', () => {
    expect(ours.probabilities).toEqual(floats('expect.probabilities'));
  });

  it('could have drawn every recorded positive', () => {
    expect(impossibleDraws).toBe(0);
  });

  it('logs the same values', () => {
    for (const [key, values] of Object.entries(logged))
      expect(values, key).toEqual(floats(`expect.epoch.${key}`));
  });

  it('ends with the same window', () => {
    const state = window.exportState();
    expect(state.neighbours).toEqual(integers('expect.final.windowNeighbors'));
    expect(state.similarities).toEqual(floats('expect.final.windowSimilarities'));
  });
});
