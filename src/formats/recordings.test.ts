import { describe, expect, it } from 'vitest';
import { goldenBytes } from '../../fixtures/golden.ts';
import { readAugmentRecording } from './augmentRecording.ts';
import { readMetricsRecording } from './metricsRecording.ts';
import { parseSafetensors, type Safetensors, type Tensor } from './safetensors.ts';

const recordings = {
  metrics: { file: parseSafetensors(goldenBytes('metrics')), read: readMetricsRecording },
  augment: { file: parseSafetensors(goldenBytes('augment')), read: readAugmentRecording },
};

/** The file with one tensor replaced, or removed. */
function replaced(file: Safetensors, name: string, tensor?: Tensor): Safetensors {
  const tensors = new Map(file.tensors);
  if (tensor) tensors.set(name, tensor);
  else tensors.delete(name);
  return { ...file, tensors };
}

describe.each(Object.entries(recordings))('%s', (_, { file, read }) => {
  it('is refused without any one of its tensors, or with one in another shape, by name', () => {
    for (const [name, tensor] of file.tensors) {
      expect(() => read(replaced(file, name)), name).toThrow(`"${name}"`);
      const shape = [1, ...tensor.shape];
      expect(() => read(replaced(file, name, { ...tensor, shape })), name).toThrow(`[${shape.join(', ')}]`);
    }
  });

  it('is refused as another format, or with a tensor that does not belong', () => {
    expect(() => read({ ...file, metadata: new Map([['format', 'other']]) })).toThrow('"other"');
    const extra: Tensor = { dtype: 'U8', shape: [0], data: new Uint8Array(0) };
    expect(() => read(replaced(file, 'extra', extra))).toThrow('"extra"');
  });
});

describe('readMetricsRecording', () => {
  const { file, read } = recordings.metrics;

  it('names both tensors where sizes disagree', () => {
    const labels: Tensor = { dtype: 'I32', shape: [239], data: new Int32Array(239) };
    expect(() => read(replaced(file, 'labels', labels))).toThrow(
      'Tensor "labels" is [239], but must be [n = 240 from "features"].',
    );
  });

  it('refuses labels without a class, and ranges beyond the spectrum', () => {
    const labels: Tensor = { dtype: 'I32', shape: [240], data: new Int32Array(240).fill(6) };
    expect(() => read(replaced(file, 'labels', labels))).toThrow('allowed is 0 to 5');
    for (const range of [
      [0, 20],
      [5, 5],
      [2, 25],
    ]) {
      const tensor: Tensor = { dtype: 'I32', shape: [2], data: Int32Array.from(range) };
      expect(() => read(replaced(file, 'alphaReqRange', tensor))).toThrow('"alphaReqRange"');
    }
  });

  it('reads scalars of rank 0 as well', () => {
    const scalar: Tensor = { dtype: 'F64', shape: [], data: Float64Array.of(3.5) };
    expect(read(replaced(file, 'rankMe', scalar)).expect.rankMe).toBe(3.5);
  });
});

describe('readAugmentRecording', () => {
  const { file, read } = recordings.augment;

  it('has parameters and pictures', () => {
    const recording = read(file);
    expect(recording.images.shape).toEqual([6, 32, 32, 3]);
    expect(recording.crop.boxes.data.length).toBe(24);
    expect(recording.colours.hue.floats.data.length).toBe(6 * 32 * 32 * 3);
  });

  it('refuses boxes outside the image, and pictures that are not bytes', () => {
    for (const box of [
      [20, 0, 13, 5],
      [0, 20, 5, 13],
      [0, 0, 0, 4],
    ]) {
      const data = new Int32Array(24).fill(1);
      data.set(box, 8);
      expect(() => read(replaced(file, 'crop.boxes', { dtype: 'I32', shape: [6, 4], data }))).toThrow(
        'image 2',
      );
    }
    const shape = [6, 32, 32, 3];
    const floats: Tensor = { dtype: 'F32', shape, data: new Float32Array(6 * 32 * 32 * 3) };
    expect(() => read(replaced(file, 'flip', floats))).toThrow('"flip" is F32, but must be U8');
  });
});
