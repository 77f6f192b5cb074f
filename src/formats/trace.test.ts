import { describe, expect, it } from 'vitest';
import { goldenBytes, traceNames } from '../../fixtures/golden.ts';
import { parseSafetensors, SafetensorsError, type Safetensors, type Tensor } from './safetensors.ts';
import { readTrace, type PlannedTensor } from './trace.ts';

/** The network's tensors, as the intact recording has them. */
function planOf({ tensors, metadata }: Safetensors): PlannedTensor[] {
  const trained = new Set(JSON.parse(metadata.get('gradNormOrder') ?? '[]') as string[]);
  return [...tensors]
    .filter(([name]) => name.startsWith('init.') && name !== 'init.features')
    .filter(([name]) => !name.endsWith('.num_batches_tracked'))
    .map(([name, { shape }]) => ({ name: name.slice(5), shape, buffer: !trained.has(name.slice(5)) }));
}

/** The recording with one thing changed. */
function edited(
  file: Safetensors,
  change: {
    tensors?: (tensors: Map<string, Tensor>) => unknown;
    metadata?: (texts: Map<string, string>) => unknown;
  },
): Safetensors {
  const copy = { tensors: new Map(file.tensors), metadata: new Map(file.metadata) };
  change.tensors?.(copy.tensors);
  change.metadata?.(copy.metadata);
  return copy;
}

/** The recording with one key of its configuration set, e.g. `bootstrap.topK`. */
function reconfigured(file: Safetensors, path: string, value: unknown): Safetensors {
  const config: unknown = JSON.parse(file.metadata.get('config') ?? '{}');
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], config);
  (parent as Record<string, unknown>)[last] = value;
  return edited(file, { metadata: (texts) => texts.set('config', JSON.stringify(config)) });
}

describe.each(traceNames)('%s', (name) => {
  const file = parseSafetensors(goldenBytes(name));
  const plan = planOf(file);
  const read = (changed: Safetensors) => readTrace(changed, () => plan);
  const names = [...file.tensors.keys()];

  it('is read whole', () => {
    const trace = read(file);
    expect(trace.initialState.tensors.size).toBe(plan.length);
    expect(trace.expect.final?.teacher.tensors.size).toBe(plan.length);
    expect(trace.expect.gradientNorms?.parameters.length).toBe(plan.filter(({ buffer }) => !buffer).length);
    expect([...trace.expect.firstStep.outputs.keys()]).toEqual(['studentLogits', 'studentFeatures']);
    expect(trace.expect.firstStep.gradients?.size).toBeGreaterThan(20);
    expect([...trace.expect.epoch.keys()].length).toBe(4);
    expect(trace.expect.loss.data).toBe(file.tensors.get('expect.loss')?.data);
    expect(trace.initialState.batchesTracked.size).toBe(
      plan.filter((tensor) => tensor.name.endsWith('running_mean')).length,
    );
  });

  it('is refused without any one of its tensors, by name', () => {
    for (const missing of names.filter((key) => !key.endsWith('.num_batches_tracked')))
      expect(() => read(edited(file, { tensors: (tensors) => tensors.delete(missing) })), missing).toThrow(
        `The tensor "${missing}" is missing.`,
      );
  });

  it('is refused with any one of its tensors in another shape, by name', () => {
    for (const [key, tensor] of file.tensors)
      expect(
        () =>
          read(edited(file, { tensors: (all) => all.set(key, { ...tensor, shape: [...tensor.shape, 1] }) })),
        key,
      ).toThrow(`"${key}" is [${[...tensor.shape, 1].join(', ')}]`);
  });

  it('is refused with a NaN in any one of its tensors, by name and place', () => {
    for (const [key, tensor] of file.tensors) {
      if (tensor.dtype !== 'F32') continue;
      const data = tensor.data.slice();
      data[data.length - 1] = NaN;
      expect(() => read(edited(file, { tensors: (all) => all.set(key, { ...tensor, data }) })), key).toThrow(
        `"${key}" has NaN at element ${data.length - 1}`,
      );
    }
  });

  it('is refused with a tensor that does not belong', () => {
    const extra: Tensor = { dtype: 'F32', shape: [1], data: new Float32Array(1) };
    expect(() => read(edited(file, { tensors: (tensors) => tensors.set('init.head.extra', extra) }))).toThrow(
      '"init.head.extra", which does not belong',
    );
  });

  it.each([
    ['imageSize', 32, '"views.first"'],
    ['channels', 2, '"views.first"'],
    ['images', 25, '"init.features"'],
    ['batchSize', 4, '"steps.indices"'],
    ['epochs', 7, '"steps.indices"'],
    ['stepsPerEpoch', 2, '"steps.indices"'],
    ['bootstrap.topK', 2, '"expect.neighbors"'],
    ['bootstrap.window', 4, '"expect.final.windowNeighbors"'],
    ['bootstrap.policy', 'always', '"config.bootstrap.policy"'],
    ['bootstrap.temperature', 0, '"config.bootstrap.temperature"'],
    ['bootstrap.topK', 25, '"config.bootstrap.topK"'],
    ['head.outDim', 49, '"expect.center"'],
    ['optimizer.kind', 'adam', '"config.optimizer.kind"'],
    ['optimizer.freezeLastLayerEpochs', 0, 'head.last_layer'],
    ['backbone.kind', 'mlp', '"config.backbone'],
    ['method', 'byol', '"config.method"'],
  ])('is refused with the configuration %s = %s', (path, value, mention) => {
    expect(() => read(reconfigured(file, path, value))).toThrow(SafetensorsError);
    expect(() => read(reconfigured(file, path, value))).toThrow(mention);
  });

  it('may have expectations left out, group by group', () => {
    const without = (prefix: string) =>
      edited(file, {
        tensors: (tensors) =>
          names.filter((key) => key.startsWith(prefix)).forEach((key) => tensors.delete(key)),
        metadata: (texts) => prefix === 'expect.gradNorm' && texts.delete('gradNormOrder'),
      });
    expect(read(without('expect.epoch.')).expect.epoch.size).toBe(0);
    expect(read(without('expect.final.')).expect.final).toBeUndefined();
    expect(read(without('expect.gradNorm')).expect.gradientNorms).toBeUndefined();
    expect(read(without('expect.firstStep.gradient.')).expect.firstStep.gradients).toBeUndefined();
    expect(read(without('expect.firstStep.')).expect.firstStep.outputs.size).toBe(0);
  });
});

describe('readTrace', () => {
  const file = parseSafetensors(goldenBytes('dino-vit'));
  const plan = planOf(file);
  const read = (changed: Safetensors) => readTrace(changed, () => plan);

  it('refuses other formats and broken metadata', () => {
    expect(() => read(edited(file, { metadata: (texts) => texts.delete('format') }))).toThrow('no format');
    expect(() => read(edited(file, { metadata: (texts) => texts.set('format', 'pt') }))).toThrow('"pt"');
    expect(() => read(edited(file, { metadata: (texts) => texts.delete('config') }))).toThrow('"config"');
    expect(() => read(edited(file, { metadata: (texts) => texts.set('config', '{') }))).toThrow('not JSON');
    expect(() => read(edited(file, { metadata: (texts) => texts.set('config', '[]') }))).toThrow('"config"');
    for (const order of ['["backbone.none"]', '["backbone.cls_token","backbone.cls_token"]'])
      expect(() => read(edited(file, { metadata: (texts) => texts.set('gradNormOrder', order) }))).toThrow(
        'gradNormOrder',
      );
  });

  it('refuses images that do not exist, and one image twice in a batch', () => {
    const withIndices = (key: string, change: (data: Int32Array) => unknown) => {
      const tensor = file.tensors.get(key);
      if (tensor?.dtype !== 'I32') throw new Error(key);
      const data = tensor.data.slice();
      change(data);
      return edited(file, { tensors: (tensors) => tensors.set(key, { ...tensor, data }) });
    };
    expect(() => read(withIndices('steps.indices', (data) => (data[9] = 24)))).toThrow('24 at element 9');
    expect(() => read(withIndices('steps.positives', (data) => (data[0] = -1)))).toThrow('"steps.positives"');
    expect(() => read(withIndices('expect.neighbors', (data) => (data[0] = -2)))).toThrow(
      '"expect.neighbors"',
    );
    expect(() => read(withIndices('expect.gate', (data) => (data[0] = 2)))).toThrow('"expect.gate"');
    expect(() => read(withIndices('steps.indices', (data) => (data[8] = data[9] ?? 0)))).toThrow(
      'twice in step 1',
    );
  });

  it('ignores configuration keys that it does not know, and reads float64 and int64', () => {
    const widened = edited(reconfigured(file, 'optimizer.comment', 'x'), {
      tensors: (tensors) => {
        for (const [key, { dtype, shape, data }] of file.tensors)
          tensors.set(
            key,
            dtype === 'I32'
              ? { dtype: 'I64', shape, data: BigInt64Array.from(data, BigInt) }
              : { dtype: 'F64', shape, data: Float64Array.from(data, Number) },
          );
      },
    });
    expect(read(widened)).toEqual(read(file));
  });

  it('refuses stochastic depth, which a recording cannot replay', () => {
    expect(() => read(reconfigured(file, 'backbone.dropPath', 0.1))).toThrow('stochastic depth');
  });
});
