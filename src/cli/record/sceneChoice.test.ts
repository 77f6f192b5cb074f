import { describe, expect, it } from 'vitest';
import { plainGallery, plainInspection } from '../../protocol/plainScenes.ts';
import { sampleGallery, sampleInspection } from '../../protocol/sampleScenes.ts';
import { chosenScenes } from './sceneChoice.ts';
import type { ArmLog, LoggedFrame, SceneLog } from './sceneLog.ts';

const EPOCHS = 60;

const frameAfter = (epoch: number): LoggedFrame => ({
  ...{ step: 37 * epoch, epoch, explained: [0.5, 0.25] },
  images: new Int32Array(),
  positions: new Float32Array(),
  gates: new Uint8Array(),
});

/** An arm in which these images drew another in these epochs, and others themselves; the gallery shows images 7 and 8. */
function arm(draws: Readonly<Record<number, readonly number[]>>): ArmLog {
  const images = new Set([7, 8, ...Object.keys(draws).map(Number)]);
  return {
    galleries: Array.from({ length: EPOCHS }, (_, epoch) =>
      plainGallery(sampleGallery(37 * (epoch + 1), epoch + 1)),
    ),
    frames: Array.from({ length: EPOCHS }, (_, epoch) => frameAfter(epoch + 1)),
    inspections: Array.from({ length: EPOCHS }, (_, epoch) =>
      [...images].map((image) => {
        const positive = draws[image]?.includes(epoch) === true ? 9 : image;
        return { ...plainInspection(sampleInspection(image, epoch, { positive })), views: [] };
      }),
    ).flat(),
  };
}

const log = (...arms: ArmLog[]): SceneLog => ({
  ...{ size: 1, pictures: new Map(), arms },
  mapped: Array.from({ length: 1000 }, (_, image) => ({ image, label: 0, identity: image, name: '' })),
  trainImages: 1000,
});
const epochsOf = ({ inspections }: ArmLog) => [...new Set(inspections.map(({ epoch }) => epoch))];
const imagesOf = ({ inspections }: ArmLog) => [...new Set(inspections.map(({ image }) => image))];

/** The only arm, or the first. */
function chosen(...arms: ArmLog[]): ArmLog {
  const [first] = chosenScenes(log(...arms), 20).arms;
  if (first === undefined) throw new Error('There is no arm.');
  return first;
}

describe('chosenScenes', () => {
  it('keeps galleries evenly, the first and the last among them, in every arm the same', () => {
    for (const { galleries } of chosenScenes(log(arm({}), arm({})), 20).arms) {
      expect(galleries).toHaveLength(20);
      expect([galleries[0]?.epoch, galleries.at(-1)?.epoch]).toEqual([1, 60]);
    }
  });

  it('keeps the maps of the galleries’ moments, of the images that are asked about and a fair sample of the others', () => {
    const { arms, mapped } = chosenScenes(log(arm({}), arm({ 900: [50] })), 20);
    for (const { galleries, frames } of arms)
      expect(frames.map(({ epoch }) => epoch)).toEqual(galleries.map(({ epoch }) => epoch));
    const images = mapped.map(({ image }) => image);
    expect(images).toHaveLength(320);
    expect(images).toEqual(expect.arrayContaining([7, 8]));
    expect(images).toEqual([...images].sort((a, b) => a - b));
    // Fair: of the first half of a thousand about half.
    const share = images.filter((image) => image < 500).length / 320;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.1);
  });

  it('keeps the pairs of the first epoch and the last of each third, where none draws another', () => {
    expect(epochsOf(chosen(arm({})))).toEqual([0, 19, 39, 59]);
    expect(imagesOf(chosen(arm({})))).toEqual([7, 8]);
  });

  it('prefers epochs in which many did, as the last arm tells, and the fewest images by which they are told', () => {
    const draws = { 7: [50], 30: [5, 10], 31: [5, 20, 21], 32: [20, 40], 33: [40] };
    const other = { 7: [51], 30: [6], 31: [22], 32: [41], 33: [1] };
    const first = chosen(arm(other), arm(draws));
    // Two images did in each of the others, and one of the gallery's in 50.
    expect(epochsOf(first)).toEqual([0, 5, 20, 40]);
    // Of 31, in epochs 5 and 20, and 32, in 20 and 40, the second did so later; then 30 and 31 are left with epoch 5.
    expect(imagesOf(first)).toEqual([7, 8, 30, 32]);
  });

  it('adds at most two, of the latest epochs', () => {
    expect(imagesOf(chosen(arm({ 20: [4], 21: [23], 22: [38], 23: [57] })))).toEqual([7, 8, 22, 23]);
  });

  it('keeps no pair that some arm was not asked about', () => {
    const [asked, other] = [arm({ 30: [23, 38] }), arm({ 30: [23, 38] })];
    const inspections = other.inspections.filter(({ image, epoch }) => image !== 30 || epoch !== 38);
    const first = chosen({ ...other, inspections }, asked);
    expect(first.inspections.flatMap(({ image, epoch }) => (image === 30 ? epoch : []))).toEqual([
      0, 19, 23, 59,
    ]);
  });

  it('keeps five rows of a gallery, and no pairs of the others', () => {
    const one = arm({ 43: [4] });
    const [row] = one.galleries[0]?.rows ?? [];
    if (row === undefined) throw new Error('The gallery is empty.');
    const rows = [7, 8, 40, 41, 42, 43].map((image) => ({ ...row, image }));
    const wide = chosen({ ...one, galleries: one.galleries.map((gallery) => ({ ...gallery, rows })) });
    expect(wide.galleries[0]?.rows.map(({ image }) => image)).toEqual([7, 8, 40, 41, 42]);
    expect(imagesOf(wide)).toEqual([7, 8]);
  });

  it('keeps all of a short run', () => {
    const whole = arm({});
    const short = {
      galleries: whole.galleries.slice(0, 3),
      frames: whole.frames.slice(0, 3),
      inspections: whole.inspections.filter(({ epoch }) => epoch < 3),
    };
    expect(chosen(short).galleries).toHaveLength(3);
    expect(epochsOf(chosen(short))).toEqual([0, 1, 2]);
  });
});
