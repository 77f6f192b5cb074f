import { afterEach, expect, test } from 'vitest';
import { tinyConfig } from '../training/testing.ts';
import { endTrainers, trainerOf, type EventOf } from './testing.ts';

const arms = [{ label: 'adaptive', config: tinyConfig }] as const;
afterEach(endTrainers);

const compiling = ({ phase, detail }: EventOf<'status'>): boolean =>
  phase === 'preparing' && /^Compiling shaders, \d+ of \d+$/.test(detail ?? '');

test('WebGPU says how far it is with its shaders; a run that is ended meanwhile gives way to the next', async () => {
  const trainer = trainerOf(arms);
  const start = () => trainer.client.start({ arms, backend: 'webgpu', paused: true });
  const first = start();
  await trainer.event('status', compiling, 0);
  const second = start();
  expect(second).not.toBe(first);
  const told = await trainer.event('status', (status) => status.runId === second && compiling(status));
  expect(told.step).toBe(0);
  await trainer.event('status', ({ runId, phase }) => runId === second && phase === 'paused');
  await trainer.stepTo(3);
  expect([...trainer.losses().keys()]).toEqual([0, 1, 2]);
  expect(trainer.events.filter(({ type }) => type === 'error')).toEqual([]);
});
