import { describe, expect, it } from 'vitest';
import type { Check } from '../../store/check/check.ts';
import { ownRecording } from '../../store/check/recordings.ts';
import type { BackendName } from '../../protocol/device.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { byRecording, columnsOf, linesOf } from './comparison.ts';

const row = (quantity: string, error: number, note?: string): CheckRow => ({
  quantity,
  error,
  tolerance: 1e-3,
  verdict: error <= 1e-3 ? 'pass' : 'fail',
  ...(note !== undefined && { note }),
});

const recording = ownRecording(new File([], 'a.safetensors'));

const checked = (backend: BackendName, rows: CheckRow[], of = recording): Check => ({
  recording: of,
  backend,
  finding: {
    state: 'checked',
    device: { backend, adapter: 'test', software: true, threads: 1, reason: '' },
    seconds: 1,
    rows,
  },
});

describe('byRecording', () => {
  it('keeps the checks of a recording together, also where two have one name', () => {
    const twin = ownRecording(new File([], 'a.safetensors'));
    const groups = byRecording([
      checked('webgpu', []),
      checked('wasm', []),
      checked('webgpu', [], twin),
      checked('wasm', [], twin),
    ]);
    expect(groups.map((group) => group.map(({ backend }) => backend))).toEqual([
      ['webgpu', 'wasm'],
      ['webgpu', 'wasm'],
    ]);
  });
});

describe('linesOf', () => {
  it('puts the backends side by side, with the note of the one that is farthest off', () => {
    const columns = columnsOf([
      checked('webgpu', [row('loss', 2e-4, 'at step 3'), row('gate', 0)]),
      { recording, backend: 'cpu', finding: { state: 'error', message: 'gone' } },
      checked('wasm', [row('loss', 1e-4, 'at step 1'), row('only here', 1)]),
    ]);
    expect(columns.map(({ backend }) => backend)).toEqual(['webgpu', 'wasm']);
    const lines = linesOf(columns);
    expect(lines.map(({ quantity }) => quantity)).toEqual(['loss', 'gate', 'only here']);
    expect(lines[0]).toMatchObject({ tolerance: 1e-3, note: 'at step 3' });
    expect(lines[0]?.cells.map((cell) => cell?.error)).toEqual([2e-4, 1e-4]);
    expect(lines[1]?.cells[1]).toBeUndefined();
    expect(lines[2]?.cells[0]).toBeUndefined();
  });
});
