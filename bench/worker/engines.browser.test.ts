import { describe, expect, it } from 'vitest';
import type { ExperimentConfig } from '../../src/config/schema.ts';
import { tinyConfig, tinyResnet } from '../../src/training/testing.ts';
import type { Assignment, Backend } from '../protocol.ts';
import { JaxSubject } from './jaxSubject.ts';
import { TensorFlowSubject } from './tensorflowSubject.ts';

const backends: Backend[] = ['wasm', 'webgpu'];

const stepOn = (backend: Backend, config: ExperimentConfig): Assignment => ({
  backend,
  engine: 'ours',
  workload: { kind: 'step', config },
});

const apart = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);

// On WebGPU it compiles for a minute; every run of the benchmark makes sure of it there too.
it('jax-js computes the same losses as ours, which depend on gradients, optimiser and teacher', async () => {
  const assignment = stepOn('wasm', tinyConfig);
  const ours = await TensorFlowSubject.create(assignment);
  const theirs = await JaxSubject.create({ ...assignment, engine: 'jax-js' }, await ours.inputs());
  const losses: number[] = [];
  for (let step = 0; step < 3; step += 1) {
    losses.push(await ours.once());
    expect(apart(await theirs.once(), losses.at(-1) ?? NaN)).toBeLessThan(1e-4);
  }
  const [first = NaN, second = NaN, third = NaN] = losses;
  expect(Math.min(apart(second, first), apart(third, second))).toBeGreaterThan(2e-3);
});

it.each([
  ['ViT', tinyConfig],
  ['ResNet', { ...tinyConfig, backbone: tinyResnet }],
])('knows the cost of every kernel of a %s’s step', async (_, config) => {
  const subject = await TensorFlowSubject.create(stepOn('wasm', config));
  const { dispatches, kernels } = await subject.count();
  expect(dispatches).toBe(kernels.length);
  const flops = kernels.reduce((sum, kernel) => sum + kernel.flops, 0);
  const bytes = kernels.reduce((sum, kernel) => sum + kernel.bytes, 0);
  expect(flops).toBeGreaterThan(1e5);
  expect(bytes).toBeGreaterThan(1e5);
});

// The benchmark's own affair: nothing of the app rests on it.
describe.each(backends)('on %s', { tags: ['slow'] }, (backend) => {
  it('tells where the time of a step goes, and no more than it took', async () => {
    const subject = await TensorFlowSubject.create(stepOn(backend, tinyConfig));
    await subject.once();
    const { msPerIteration, kernels } = await subject.profile(3);
    const linear = kernels?.find(({ name }) => name === 'AdaSimLinear');
    expect(linear?.calls).toBeGreaterThan(5);
    expect(linear?.ms).toBeGreaterThan(0);
    const total = kernels?.reduce((sum, { ms }) => sum + ms, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(msPerIteration);
  });

  it('sees the work of a step that is taped and given again', async () => {
    const subject = await TensorFlowSubject.create(stepOn(backend, tinyConfig));
    const once = async () => (await subject.count()).dispatches;
    const computed = await once();
    for (let step = 0; step < 3; step += 1) await subject.once();
    expect(await once()).toBe(computed);
  });
});
