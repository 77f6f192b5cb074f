import { describe, expect, it } from 'vitest';
import { pausedPage, type ScriptedPage } from '../testing.ts';
import { whyNotSave } from '../files/whyNotSave.ts';

/** A page whose run has lost its device twice. */
function strandedPage(snapshot: number | null = 6): ScriptedPage {
  const scripted = pausedPage(8);
  const { say, runId } = scripted;
  const id = runId();
  const lost = { type: 'deviceLost', runId: id, message: 'The graphics device was lost (reset).' } as const;
  scripted.worker()?.onmessage?.(new MessageEvent('message', { data: lost }));
  if (snapshot !== null) {
    const arms = [{ bytes: new ArrayBuffer(4), fileName: 'run-step6.safetensors' }];
    const kept = { type: 'snapshot', runId: id, step: snapshot, arms } as const;
    scripted.worker()?.onmessage?.(new MessageEvent('message', { data: kept }));
  }
  say({ type: 'status', runId: id, phase: 'paused', step: 8, epoch: 0 });
  scripted.worker()?.onmessage?.(new MessageEvent('message', { data: lost }));
  return scripted;
}

describe('a run whose device was lost', () => {
  it('goes on, and one line says what happened', () => {
    const scripted = pausedPage(8);
    scripted.togglePlay();
    scripted.enter('training', 8);
    const lost = {
      type: 'deviceLost',
      runId: scripted.runId(),
      message: 'The graphics device was lost.',
    } as const;
    scripted.worker()?.onmessage?.(new MessageEvent('message', { data: lost }));
    expect(scripted.messages()).toEqual(['The graphics device was lost; the run goes on from step 8.']);
    expect(scripted.runStore.getState()).toMatchObject({ phase: 'training', step: 8, stranded: null });
    expect(scripted.received()).toMatchObject([{ type: 'start', recovery: { step: 8 } }]);
  });

  it('twice is paused, and says what can be done', () => {
    const { runStore, messages } = strandedPage();
    expect(runStore.getState()).toMatchObject({ phase: 'paused', step: 8, stranded: { snapshot: 6 } });
    expect(messages().at(-1)).toBe(
      'The graphics device was lost (reset). It was the second time in a short while. The run is paused at step 8. ' +
        'Choose WASM under “compute on”, or close other tabs and programs that use the graphics device; then Resume ' +
        'goes on from its snapshot of step 6, which can be saved as a checkpoint. A smaller batch or network needs ' +
        'less of the device.',
    );
  });

  it('is resumed from its snapshot on the backend that the form has by then', () => {
    const { togglePlay, chooseBackend, told, received, enter, runStore } = strandedPage();
    chooseBackend('wasm');
    togglePlay();
    expect(told()).toEqual(['start', 'resume']);
    expect(received()[0]).toMatchObject({ backend: 'wasm', recovery: { step: 8, snapshots: [{}] } });
    enter('training', 8);
    expect(runStore.getState().stranded).toBeNull();
  });

  it('takes single steps and is reset on what it was revived on', () => {
    const { step, chooseBackend, told, enter, reset, anyway } = strandedPage();
    chooseBackend('wasm');
    step();
    expect(told()).toEqual(['start', 'step']);
    enter('paused', 9);
    anyway(reset);
    expect(told()).toEqual(['start', 'step', 'reset']);
  });

  it('is saved from its snapshot', async () => {
    const { saveRun, runStore } = strandedPage();
    expect(await saveRun('checkpoint', 0)).toBe(true);
    expect(whyNotSave('student', runStore.getState(), 0)).toMatch(
      /^The networks went with the graphics device/,
    );
  });

  it('cannot be saved before there was a snapshot', async () => {
    const { saveRun, runStore } = strandedPage(null);
    expect(await saveRun('checkpoint', 0)).toBe(false);
    expect(whyNotSave('checkpoint', runStore.getState(), 0)).toMatch(/Resume begins it again/);
  });
});
