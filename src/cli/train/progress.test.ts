import { describe, expect, it } from 'vitest';
import { armsFromPreset } from '../../config/presets.ts';
import { barLine, progressFor } from './progress.ts';
import { beginning, ending, inLockstep, type ScriptedEvent } from './testing.ts';
import { TrainRecord } from './runRecord.ts';

const alone = armsFromPreset('quick');

function play(events: readonly ScriptedEvent[], screen: { isTTY: boolean; columns: number }, arms = alone) {
  let written = '';
  const progress = progressFor({ ...screen, write: (text) => (written += text) });
  const record = new TrainRecord(arms);
  for (const event of events) {
    record.add({ ...event, runId: 'run' });
    progress.update(record);
  }
  progress.end(record);
  return written;
}

describe('progress in a pipe', () => {
  it('is one plain line for each epoch, with its evaluation', () => {
    const lines = play([...beginning, ...ending], { isTTY: false, columns: 0 }).split('\n');
    expect(lines).toEqual([
      'Computing on wasm (CPU, 2 threads). You chose WASM.',
      'Floors of k-NN accuracy: raw pixels 40.0 %, untrained network 30.0 %, chance 10.0 %',
      'Floors of retrieval: raw pixels 20.0 %, untrained network 5.0 %, chance 1.0 %',
      'epoch 1/2  step 2  loss 4.9500  k-NN 45.0 %  probe 55.0 %  RankMe 20.0  gate open 25.0 %  bootstrapped 20.0 %  30.0 steps/s',
      'Floors of linear probe: raw pixels 45.0 %, untrained network 35.0 %, chance 10.0 %',
      'epoch 2/2  step 4  loss 4.7500  k-NN 50.0 %  probe 55.0 %  RankMe 20.0  gate open 25.0 %  bootstrapped 20.0 %  10.0 steps/s',
      '',
    ]);
  });

  it('tells of the other dataset where features are tried on one', () => {
    const transferred = [...beginning, ...ending].map((event): ScriptedEvent => {
      if (event.type === 'floors')
        return {
          ...event,
          floors: {
            ...event.floors,
            transferKnnRawPixels: 0.6,
            transferKnnUntrained: 0.5,
            transferProbeRawPixels: event.floors.linearProbeRawPixels,
            transferProbeUntrained: 0.55,
            transferChance: 0.125,
          },
        };
      if (event.type !== 'metrics') return event;
      const tried = { transferKnn: 0.65, transferProbe: 0.7 };
      return { ...event, evaluations: event.evaluations.map((record) => ({ ...record, ...tried })) };
    });
    const lines = play(transferred, { isTTY: false, columns: 0 }).split('\n');
    expect(lines.filter((line) => line.includes('transfer'))).toEqual([
      'Floors of transfer k-NN: raw pixels 60.0 %, untrained network 50.0 %, chance 12.5 %',
      expect.stringContaining('probe 55.0 %  transfer k-NN 65.0 %  transfer probe 70.0 %  RankMe 20.0'),
      'Floors of transfer probe: raw pixels 45.0 %, untrained network 55.0 %, chance 12.5 %',
      expect.stringMatching(/^epoch 2/),
    ]);
  });

  it('does not wait for an evaluation that does not come', () => {
    const withoutEvaluations = [...beginning, ...ending].map((event) =>
      event.type === 'metrics' ? { ...event, evaluations: [] } : event,
    );
    const epochs = play(withoutEvaluations, { isTTY: false, columns: 0 })
      .split('\n')
      .filter((line) => line.startsWith('epoch'));
    expect(epochs).toHaveLength(2);
    expect(epochs.join()).not.toContain('k-NN');
  });
});

describe('progress of several arms', () => {
  const contrast = armsFromPreset('contrast');
  const stopped: ScriptedEvent = { type: 'stopped', arm: 1, message: 'The loss was NaN.', left: 2 };

  it('names the arm in each line of an epoch', () => {
    const lines = play(inLockstep([...beginning, ...ending], 3), { isTTY: false, columns: 0 }, contrast);
    expect(lines.split('\n').filter((line) => line.startsWith('epoch 2'))).toEqual([
      'epoch 2/2  none      step 4  loss 4.7500  k-NN 50.0 %  probe 55.0 %  RankMe 20.0  gate open 25.0 %  bootstrapped 20.0 %  10.0 steps/s',
      'epoch 2/2  naive     step 4  loss 4.7500  k-NN 50.0 %  probe 55.0 %  RankMe 20.0  gate open 25.0 %  bootstrapped 20.0 %  10.0 steps/s',
      'epoch 2/2  adaptive  step 4  loss 4.7500  k-NN 50.0 %  probe 55.0 %  RankMe 20.0  gate open 25.0 %  bootstrapped 20.0 %  10.0 steps/s',
    ]);
  });

  it('shows in the bar how each one does', () => {
    const record = new TrainRecord(contrast);
    for (const event of [...inLockstep(beginning, 3), stopped]) record.add({ ...event, runId: 'run' });
    expect(barLine(record, 200)).toContain(
      '3/4 steps · none loss 4.800 · k-NN 45.0 % · naive stopped · adaptive loss 4.800 · k-NN 45.0 % · 30.0 steps/s',
    );
  });
});

describe('progress in a terminal', () => {
  it('draws a bar, erases it at the end and leaves the lines', () => {
    const written = play([...beginning, ...ending], { isTTY: true, columns: 120 });
    expect(written).toContain('▕');
    const last = written.split('\n').at(-1) ?? '';
    expect(last.replaceAll('\r\u001b[K', '')).toBe('');
    expect(written).toContain('epoch 2/2');
  });

  it.each([10, 40, 80, 200])('is never wider than a terminal of %d columns', (columns) => {
    const bars = play(beginning, { isTTY: true, columns })
      .replaceAll('\r\u001b[K', '\n')
      .split('\n')
      .filter((line) => line.includes('steps ·') || line.includes('▕'));
    for (const bar of bars) expect(bar.length).toBeLessThan(columns);
  });
});
