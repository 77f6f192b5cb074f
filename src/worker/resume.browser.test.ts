import { afterEach, expect, test } from 'vitest';
import { parseSafetensors, writeSafetensors } from '../formats/safetensors.ts';
import { tinyConfig } from '../training/testing.ts';
import { endTrainers, trainerOf } from './testing.ts';

const STEPS = 14;
const INTERRUPTION = 10;

const arms = [{ label: 'adaptive', config: { ...tinyConfig, epochs: 4 } }] as const;
const trainer = () => trainerOf(arms);
afterEach(endTrainers);

test('pause, save, a fresh worker, resume: the uninterrupted run, to the last bit', async () => {
  const whole = trainer();
  const ready = whole.paused(0);
  whole.start();
  await ready;
  await whole.stepTo(INTERRUPTION);
  const halfway = await whole.save();
  expect(halfway.fileName).toBe('shapes-dino-vit-seed7-step10.safetensors');
  await whole.stepTo(STEPS, INTERRUPTION);
  const end = await whole.save();

  const resumed = trainer();
  const taken = resumed.paused(INTERRUPTION);
  resumed.start(halfway.bytes);
  expect(await resumed.event('opened', undefined, 0)).toMatchObject({
    origin: 'checkpoint',
    step: INTERRUPTION,
    live: {},
    drawn: [],
  });
  await taken;
  await resumed.stepTo(STEPS, INTERRUPTION);
  const again = await resumed.save();
  expect([...resumed.losses().keys()]).toEqual([10, 11, 12, 13]);
  for (const [step, loss] of resumed.losses()) expect(loss).toBe(whole.losses().get(step));
  expect(new Uint8Array(again.bytes)).toEqual(new Uint8Array(end.bytes));
});

test('a bad file is a sentence, and the run that goes on does not notice', async () => {
  const running = trainer();
  const ready = running.paused(0);
  const runId = running.start();
  await ready;
  await running.stepTo(2);
  const { bytes } = await running.save();

  const refusal = running.event('error');
  running.start(bytes.slice(0, bytes.byteLength - 1));
  expect(await refusal).toMatchObject({ runId, fatal: false, answers: 'start' });
  expect((await refusal).message).toMatch(/^Tensor "\S+" ends at data byte/);

  const { tensors, metadata } = parseSafetensors(new Uint8Array(bytes));
  const lacking = new Map(tensors);
  lacking.delete('bank.features');
  const second = running.event('error');
  running.start(writeSafetensors(lacking, metadata).buffer);
  expect((await second).message).toBe('The tensor "bank.features" is missing.');

  await running.stepTo(3, 2);
  expect([...running.losses().keys()]).toEqual([0, 1, 2]);
});

test('a good file takes the place of the run that goes on', async () => {
  const running = trainer();
  const ready = running.paused(0);
  const before = running.start();
  await ready;
  running.client.tune(0, { 'optimizer.lr': 0.01 });
  await running.stepTo(2);
  const { bytes, step } = await running.save();
  expect(step).toBe(2);
  const opened = running.event('opened');
  const after = running.start(bytes);
  expect(after).not.toBe(before);
  // The run before may still tell that it is paused, at the same step.
  const taken = running.event(
    'status',
    ({ runId, phase, step: at }) => runId === after && phase === 'paused' && at === 2,
  );
  expect((await opened).live).toEqual({ 'optimizer.lr': 0.01 });
  await taken;
});

test('what cannot be saved is said, and nothing stops', async () => {
  const running = trainerOf([{ label: 'adaptive', config: { ...tinyConfig, method: 'simsiam' } }]);
  const ready = running.paused(0);
  running.start();
  await ready;
  const refusal = running.event('error');
  running.client.exportRun(0, 'teacher');
  expect(await refusal).toMatchObject({
    message: 'Nothing was saved: The method simsiam has no teacher; save the student.',
    fatal: false,
    answers: 'export',
  });
  await running.stepTo(1);
});
