import { describe, expect, it } from 'vitest';
import { readScenes } from '../../protocol/recordedScenes.ts';
import { plainGallery, plainInspection } from '../../protocol/plainScenes.ts';
import { sampleGallery, sampleInspection } from '../../protocol/sampleScenes.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import { packScenes } from './packScenes.ts';
import type { SceneLog, ViewedInspection } from './sceneLog.ts';

const began = '2026-11-25T10:00:00.000Z';
const galleries = [sampleGallery(4, 1), sampleGallery(8, 2)];
const outputs = {
  kind: 'angle',
  after: 4,
  loss: -0.5,
  cosine: 0.5,
} as const;
const prototypes = {
  kind: 'prototypes',
  after: 4,
  loss: 2.5,
  prototypes: 256,
  likeliest: [{ prototype: 3, guess: 0.25, answer: 0.125 }],
} as const;
const inspections = [
  sampleInspection(7, 0, { outputs }),
  sampleInspection(7, 1, { outputs: { ...prototypes, likeliest: [...prototypes.likeliest] } }),
  sampleInspection(8, 1, { step: null, views: new Uint8ClampedArray() }),
];

const viewed = (inspection: Inspection): ViewedInspection => ({
  ...plainInspection(inspection),
  views: [0, 4]
    .slice(inspection.views.length === 0 ? 2 : 0)
    .map((at) => new Uint8Array(inspection.views.slice(at, at + 4))),
});

const log: SceneLog = {
  size: 1,
  pictures: new Map([7, 8, 9].map((image) => [image, Uint8Array.of(image, image, image, 255)])),
  arms: [
    { galleries: galleries.map(plainGallery), inspections: inspections.map(viewed) },
    { galleries: galleries.map(plainGallery), inspections: [] },
  ],
};

describe('packScenes', () => {
  it('is read back as what the run told, pictures and all', async () => {
    const [arm, other] = await readScenes(await packScenes(log, began), began);
    expect(arm?.galleries).toEqual(galleries);
    expect(arm?.pairs).toEqual([
      { image: 7, epoch: 0, step: 12, gateOpen: true },
      { image: 7, epoch: 1, step: 12, gateOpen: true },
      { image: 8, epoch: 1, step: null, gateOpen: true },
    ]);
    for (const inspection of inspections)
      expect(arm?.inspect(inspection.image, inspection.epoch)).toEqual(inspection);
    expect(arm?.inspect(8, 0)).toBeUndefined();
    expect(other?.galleries).toEqual(galleries);
    expect(other?.inspect(7, 0)).toBeUndefined();
  });

  it('has each picture and each view once', async () => {
    const { data } = await packScenes(log, began);
    // Two views of image 7 in epoch 0, of which the first is that of epoch 1 as well.
    expect(JSON.parse(data)).toMatchObject({ images: { numbers: [7, 9, 8] }, views: 3 });
  });

  it('refuses files that are damaged, or of another run', async () => {
    const files = await packScenes(log, began);
    const read = (changes: Partial<typeof files>, of = began) => readScenes({ ...files, ...changes }, of);
    await expect(read({}, '2026-11-26T10:00:00.000Z')).rejects.toThrow('of another run');
    await expect(read({ data: files.data.slice(0, -1) })).rejects.toThrow(SyntaxError);
    await expect(read({ data: files.data.replace('"at":0', '"at":-1') })).rejects.toThrow('at');
    await expect(read({ data: files.data.replace('"at":0', '"at":99') })).rejects.toThrow('no image at 99');
    await expect(read({ images: files.images.slice(0, -8) })).rejects.toThrow('cut short');
    // Three pictures and three views, but of other numbers.
    await expect(read({ data: files.data.replace('"views":3', '"views":4') })).rejects.toThrow(
      'has not 4 pictures',
    );
  });

  it('keeps five digits: sums of cosines are compared', async () => {
    const precise = sampleInspection(7, 0);
    precise.candidates[0] = { image: 7, score: 1.23456789, probability: 0.000123456789 };
    const arms = [{ galleries: galleries.map(plainGallery), inspections: [viewed(precise)] }];
    const [arm] = await readScenes(await packScenes({ ...log, arms }, began), began);
    expect(arm?.inspect(7, 0)?.candidates[0]).toEqual({ image: 7, score: 1.2346, probability: 0.00012346 });
  });
});
