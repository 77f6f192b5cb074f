import { describe, expect, it } from 'vitest';
import { readScenes } from '../../protocol/recordedScenes.ts';
import { plainGallery, plainInspection } from '../../protocol/plainScenes.ts';
import { sampleGallery, sampleInspection } from '../../protocol/sampleScenes.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import { packScenes } from './packScenes.ts';
import type { LoggedFrame, SceneLog, ViewedInspection } from './sceneLog.ts';

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

const frame: LoggedFrame = {
  ...{ step: 4, epoch: 1, explained: [0.5, 0.25] },
  images: Int32Array.of(7, 9),
  positions: Float32Array.of(1.27, 0, -0.01, 0.5),
  gates: Uint8Array.of(1, 0),
};

const log: SceneLog = {
  size: 1,
  trainImages: 30,
  mapped: [7, 8, 11].map((image) => ({ image, label: image % 2, identity: image, name: `image ${image}` })),
  pictures: new Map([7, 8, 9].map((image) => [image, Uint8Array.of(image, image, image, 255)])),
  arms: [
    { galleries: galleries.map(plainGallery), inspections: inspections.map(viewed), frames: [frame] },
    { galleries: galleries.map(plainGallery), inspections: [], frames: [] },
  ],
};

describe('packScenes', () => {
  it('is read back as what the run told, pictures and all', async () => {
    const {
      arms: [arm, other],
    } = await readScenes(await packScenes(log, began), began);
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

  it('has of the map the chosen images, with the pictures that there are, and where each was', async () => {
    const { arms, atlas } = await readScenes(await packScenes(log, began), began);
    expect(atlas).toMatchObject({ trainImages: 30, names: ['image 7', 'image 8', 'image 11'] });
    expect(atlas && [...atlas.images]).toEqual([7, 8, 11]);
    expect(atlas?.pictured && [...atlas.pictured]).toEqual([1, 1, 0]);
    expect(atlas && [...atlas.pictures.subarray(0, 4)]).toEqual([7, 7, 7, 255]);
    const [one, ...others] = arms[0]?.frames ?? [];
    expect(others).toEqual([]);
    expect(one).toMatchObject({ step: 4, epoch: 1, atEpochEnd: true, explained: [0.5, 0.25] });
    // Of the images of the frame, 9 was not chosen; of those chosen, 8 and 11 were not on the map yet.
    expect([...(one?.images ?? [])]).toEqual([7]);
    expect([...(one?.gates ?? [])]).toEqual([1]);
    expect(one?.positions[0]).toBeCloseTo(1.27, 4);
    expect(arms[1]?.frames).toEqual([]);
  });

  it('has no map of a run that kept none', async () => {
    const arms = log.arms.map((arm) => ({ ...arm, frames: [] }));
    const { atlas } = await readScenes(await packScenes({ ...log, arms, mapped: [] }, began), began);
    expect(atlas).toBeNull();
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
    const arms = [{ galleries: galleries.map(plainGallery), inspections: [viewed(precise)], frames: [] }];
    const {
      arms: [arm],
    } = await readScenes(await packScenes({ ...log, arms }, began), began);
    expect(arm?.inspect(7, 0)?.candidates[0]).toEqual({ image: 7, score: 1.2346, probability: 0.00012346 });
  });
});
