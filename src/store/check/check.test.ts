import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createVerifier, type VerifyPort } from '../../client/verifyClient.ts';
import type { VerifyReply, VerifyRequest } from '../../protocol/verification.ts';
import { realClock } from '../clock.ts';
import { createCheck } from './check.ts';

/** The verification's worker, scripted: `answer` decides what becomes of a request. */
class ScriptedWorker implements VerifyPort {
  static readonly requests: VerifyRequest[] = [];
  static alive = 0;
  static spawned = 0;
  static answer: (worker: ScriptedWorker, request: VerifyRequest) => void = () => undefined;
  onmessage: VerifyPort['onmessage'] = null;
  onerror: VerifyPort['onerror'] = null;
  onmessageerror: VerifyPort['onmessageerror'] = null;

  constructor() {
    ScriptedWorker.alive += 1;
    ScriptedWorker.spawned += 1;
  }
  postMessage(request: VerifyRequest): void {
    ScriptedWorker.requests.push(request);
    queueMicrotask(() => ScriptedWorker.answer(this, request));
  }
  terminate(): void {
    ScriptedWorker.alive -= 1;
  }
  say(reply: VerifyReply): void {
    this.onmessage?.(new MessageEvent('message', { data: reply }));
  }
  /** A plain event is what a browser fires for a script that cannot be loaded; Node has no `ErrorEvent`. */
  die(message?: string): void {
    this.onerror?.(Object.assign(new Event('error', { cancelable: true }), { message }) as ErrorEvent);
  }
}

const pass = (worker: ScriptedWorker, { backend }: VerifyRequest) =>
  worker.say({
    type: 'rows',
    device: { backend, adapter: 'test', software: true, threads: 1, reason: '' },
    rows: [{ quantity: 'loss', error: 0, tolerance: 1e-3, verdict: 'pass' }],
  });

/** A check of its own, of files of the visitor's on two backends. */
function checkOfFiles(
  files: readonly string[],
  fetching: typeof fetch = () => Promise.reject(new TypeError()),
) {
  const check = createCheck({
    pauseRun: () => undefined,
    describeDevice: () => Promise.reject(new Error('Nobody asked.')),
    createVerifier: () => createVerifier(() => new ScriptedWorker()),
    fetch: fetching,
    clock: realClock,
  });
  check.store.setState({ backends: ['webgpu', 'wasm'], shipped: false });
  check.addOwnFiles(files.map((name) => new File([name], name)));
  const findings = () => check.store.getState().checks.map(({ finding }) => finding);
  return { ...check, findings, states: () => findings().map(({ state }) => state) };
}

beforeEach(() => {
  ScriptedWorker.requests.length = 0;
  ScriptedWorker.alive = 0;
  ScriptedWorker.spawned = 0;
  ScriptedWorker.answer = pass;
});

describe('start', () => {
  it('checks every file on every backend, each in one worker, which ends', async () => {
    const { start, store, states } = checkOfFiles(['a', 'b']);
    await start();
    expect(ScriptedWorker.requests.map(({ fileName, backend }) => `${fileName} ${backend}`)).toEqual([
      'a webgpu',
      'a wasm',
      'b webgpu',
      'b wasm',
    ]);
    expect(states()).toEqual(['checked', 'checked', 'checked', 'checked']);
    expect(store.getState().phase).toBe('finished');
    expect(ScriptedWorker.spawned).toBe(2);
    expect(ScriptedWorker.alive).toBe(0);
  });

  it('goes on after a lost device, an unusable file and a worker that dies', async () => {
    const { start, findings } = checkOfFiles(['a', 'b']);
    const fates: (typeof ScriptedWorker.answer)[] = [
      (worker) => worker.say({ type: 'failed', message: 'The graphics device was lost.' }),
      (worker) => worker.say({ type: 'unusable', message: 'a: not safetensors.' }),
      (worker) => worker.die('Uncaught RangeError: out of memory'),
      (worker) => worker.die(),
    ];
    ScriptedWorker.answer = (worker, request) => fates.shift()?.(worker, request);
    await start();
    expect(findings()).toEqual(
      [
        'The graphics device was lost.',
        'a: not safetensors.',
        'The verification’s worker stopped: RangeError: out of memory.',
        'The verification’s worker could not be loaded; check the connection.',
      ].map((message) => ({ state: 'error', message })),
    );
    // A worker that only could not use its file is asked again.
    expect(ScriptedWorker.spawned).toBe(3);
    expect(ScriptedWorker.alive).toBe(0);
  });

  it('says which file of the visitor cannot be read', async () => {
    const { start, removeOwnFile, addOwnFiles, store, findings } = checkOfFiles(['a']);
    const [file] = store.getState().own;
    if (file !== undefined) removeOwnFile(file);
    const gone = new File([''], 'gone.safetensors');
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    const huge = new File([''], 'huge.safetensors');
    Object.defineProperty(huge, 'size', { value: 3e9 });
    addOwnFiles([gone, huge]);
    store.setState({ backends: ['wasm'] });
    await start();
    expect(findings()).toEqual([
      {
        state: 'error',
        message: 'gone.safetensors could not be read; it may have moved, so choose it again.',
      },
      { state: 'error', message: 'huge.safetensors has 3000 MB; a recording has at most 256 MB.' },
    ]);
    expect(ScriptedWorker.requests).toEqual([]);
  });
});

describe('stop', () => {
  it('ends the worker at once and keeps what was found', async () => {
    const { start, stop, store, states } = checkOfFiles(['a', 'b']);
    ScriptedWorker.answer = (worker, request) => {
      if (request.backend === 'webgpu') pass(worker, request);
      else stop();
    };
    await start();
    expect(states()).toEqual(['checked', 'stopped', 'stopped', 'stopped']);
    expect(store.getState().phase).toBe('stopped');
    expect(ScriptedWorker.alive).toBe(0);
  });

  it('leaves a check that begins anew to itself', async () => {
    const { start, store, states } = checkOfFiles(['a']);
    ScriptedWorker.answer = () => undefined;
    const first = start();
    await vi.waitFor(() => expect(ScriptedWorker.requests).toHaveLength(1));
    ScriptedWorker.answer = pass;
    await Promise.all([start(), first]);
    expect(states()).toEqual(['checked', 'checked']);
    expect(store.getState().phase).toBe('finished');
  });
});

describe('the recordings that ship with the app', () => {
  const fetching = async (answer: () => Promise<Response>) => {
    const { start, store, findings } = checkOfFiles([], answer);
    store.setState({ backends: ['wasm'], shipped: true });
    await start();
    return findings();
  };

  it('are fetched for the check', async () => {
    const findings = await fetching(() => Promise.resolve(new Response('bytes')));
    expect(findings.map(({ state }) => state)).toEqual(Array(6).fill('checked'));
  });

  it.each([
    ['a 404', () => Promise.resolve(new Response('', { status: 404 })), 'the host answered 404'],
    [
      'a host that answers with the page',
      () => Promise.resolve(new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } })),
      'the host has no such file',
    ],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch')), 'Failed to fetch'],
  ])('say what is wrong with %s', async (_, answer, reason) => {
    const findings = await fetching(answer);
    expect(findings).toHaveLength(6);
    expect(findings[0]).toEqual({
      state: 'error',
      message: `The recording dino-vit.safetensors could not be fetched (${reason}); check the connection and start again.`,
    });
  });
});
