import { expect, it } from 'vitest';
import { SceneLines } from './sceneLines.ts';

const runId = 'run';

it('tells of a map which images it shows, and of each moment where they are', () => {
  const lines = new SceneLines();
  const images = Int32Array.of(4, 9);
  const atlas = {
    trainImages: 12,
    images,
    labels: Int32Array.of(1, 0),
    identities: Int32Array.of(5, 6),
    names: ['cactus', 'rose'],
    size: 1,
    pictures: new Uint8ClampedArray(8),
  };
  const positions = Float32Array.of(0.5, -1, 2, 1e-3);
  const frame = {
    ...{ step: 74, epoch: 2, atEpochEnd: true, images, positions },
    explained: [0.5, 0.25] as const,
    gates: Uint8Array.of(1, 0),
    nearest: 1,
    neighbours: Int32Array.of(9, 4),
  };
  const [about, moment] = [
    ...lines.of({ type: 'mapAtlas', runId, atlas }),
    ...lines.of({ type: 'map', runId, arm: 2, frame }),
  ].map((line): unknown => JSON.parse(line));
  expect(about).toEqual({
    kind: 'mapImages',
    images: [4, 9],
    labels: [1, 0],
    identities: [5, 6],
    names: ['cactus', 'rose'],
  });
  expect(moment).toMatchObject({ kind: 'map', arm: 2, step: 74, epoch: 2, explained: [0.5, 0.25] });
  const { positions: text, gates } = moment as { positions: string; gates: string };
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  expect(new Float32Array(bytes.buffer)).toEqual(positions);
  expect([...Buffer.from(gates, 'base64')]).toEqual([1, 0]);
});
