/** @file The files of a recorded run's scenes, as the tests make them up. */
import { greyColumn } from '../formats/png/testing.ts';
import { packPositions } from './packedPositions.ts';
import { plainInspection } from './plainScenes.ts';
import type { PackedFrame } from './recordedMap.ts';
import { scenesFormat, type PackedInspection, type PackedScenes, type SceneFiles } from './recordedScenes.ts';
import { sampleInspection } from './sampleScenes.ts';

/** The pair of image 7 or 8 (at 0 and 1, where 9 is at 2) in a file. */
const packed = (at: 0 | 1, epoch: number): PackedInspection => ({
  ...plainInspection(sampleInspection(7 + at, epoch)),
  ballots: [
    {
      epoch: epoch - 1,
      neighbours: [
        [at, 0.75],
        [2, 0.5],
      ],
    },
  ],
  candidates: [
    [at, 0.75, 0.875],
    [2, 0.5, 0.125],
  ],
  images: [
    [at, 7],
    [2, at === 0 ? 1 : 0],
  ],
  outputs: null,
  views: [at, 2],
});

const mapFrame = (epoch: number, positions: number[], gates: string): PackedFrame => ({
  ...{ step: 4 * epoch, epoch, explained: [0.5, 0.25], gates },
  ...packPositions(Float32Array.from(positions)),
});

/** The files of a run of two epochs of four steps: its galleries, image 7 in epochs 0 and 1, and image 8 in epoch 1; its map of images 7, 8 and 11. */
export function sampleSceneFiles(began: string, arms: number): SceneFiles {
  const row = (at: number, label: number) => ({
    at,
    label,
    neighbours: [[at, 1, 7] as [number, number, number]],
  });
  const scenes: PackedScenes = {
    format: scenesFormat,
    began,
    size: 1,
    images: { numbers: [7, 8, 9], labels: [1, 0, 1], names: ['picture 7', 'picture 8', 'picture 9'] },
    views: 3,
    arms: Array.from({ length: arms }, () => ({
      galleries: [1, 2].map((epoch) => ({ step: 4 * epoch, epoch, rows: [row(0, 1), row(1, 0), row(2, 1)] })),
      inspections: [packed(0, 0), packed(0, 1), packed(1, 1)],
    })),
    map: {
      ...{ trainImages: 20, images: [7, 8, 11], labels: [1, 0, 0], identities: [3, 4, 5] },
      names: ['picture 7', 'picture 8', 'picture 11'],
      frames: Array.from({ length: arms }, () => [
        mapFrame(1, [1, 0, 0, -1], 'ww-'),
        mapFrame(2, [1, 0, 0, -1, 0.5, 0.5], 'osw'),
      ]),
    },
  };
  return {
    data: JSON.stringify(scenes),
    images: greyColumn([7, 8, 9]),
    views: greyColumn([107, 108, 109]),
  };
}
