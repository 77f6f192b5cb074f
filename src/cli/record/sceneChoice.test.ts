import { describe, expect, it } from 'vitest';
import { plainGallery, plainInspection } from '../../protocol/plainScenes.ts';
import { sampleGallery, sampleInspection } from '../../protocol/sampleScenes.ts';
import { chosenScenes } from './sceneChoice.ts';
import type { ArmLog, SceneLog } from './sceneLog.ts';

const EPOCHS = 60;

/** An arm whose gates are open for these images in these epochs; the gallery shows images 7 and 8. */
function arm(open: Readonly<Record<number, readonly number[]>>): ArmLog {
  const images = [7, 8, ...Object.keys(open).map(Number)];
  return {
    galleries: Array.from({ length: EPOCHS }, (_, epoch) =>
      plainGallery(sampleGallery(37 * (epoch + 1), epoch + 1)),
    ),
    inspections: Array.from({ length: EPOCHS }, (_, epoch) =>
      [...new Set(images)].map((image) => ({
        ...plainInspection(
          sampleInspection(image, epoch, { gateOpen: open[image]?.includes(epoch) ?? false }),
        ),
        views: [],
      })),
    ).flat(),
  };
}

const log = (...arms: ArmLog[]): SceneLog => ({ size: 1, pictures: new Map(), arms });
const epochsOf = ({ inspections }: ArmLog) => [...new Set(inspections.map(({ epoch }) => epoch))];
const imagesOf = ({ inspections }: ArmLog) => [...new Set(inspections.map(({ image }) => image))];

describe('chosenScenes', () => {
  it('keeps galleries evenly, the first and the last among them, and pairs of four of them and of the first epoch', () => {
    const chosen = chosenScenes(log(arm({}), arm({})), 20);
    for (const one of chosen.arms) {
      expect(one.galleries).toHaveLength(20);
      expect([one.galleries[0]?.epoch, one.galleries.at(-1)?.epoch]).toEqual([1, 60]);
      expect(epochsOf(one)).toEqual([0, 4, 23, 38, 57]);
      expect(imagesOf(one)).toEqual([7, 8]);
    }
  });

  it('adds the fewest images by which a gate is open in every epoch where one is', () => {
    const open = { 30: [4], 31: [4, 23, 30], 32: [23], 33: [38], 34: [38], 35: [5] };
    const [first, last] = chosenScenes(log(arm({ 36: [57], ...open }), arm(open)), 20).arms;
    // In every arm the same, which the last arm decides on.
    for (const one of [first, last]) expect(one && imagesOf(one)).toEqual([7, 8, 31, 33]);
  });

  it('adds at most two', () => {
    const open = { 20: [4], 21: [23], 22: [38], 23: [57] };
    const [only] = chosenScenes(log(arm(open)), 20).arms;
    expect(only && imagesOf(only)).toEqual([7, 8, 20, 21]);
  });

  it('adds none where those of the gallery do', () => {
    const [only] = chosenScenes(log(arm({ 7: [4, 23], 40: [23] })), 20).arms;
    expect(only && imagesOf(only)).toEqual([7, 8]);
  });

  it('keeps five rows of a gallery, and no pairs of the others', () => {
    const one = arm({ 30: [4] });
    const [row] = one.galleries[0]?.rows ?? [];
    if (row === undefined) throw new Error('The gallery is empty.');
    const rows = [7, 8, 40, 41, 42, 43, 30].map((image) => ({ ...row, image }));
    const wide = { ...one, galleries: one.galleries.map((gallery) => ({ ...gallery, rows })) };
    const [only] = chosenScenes(log(wide), 20).arms;
    expect(only?.galleries[0]?.rows.map(({ image }) => image)).toEqual([7, 8, 40, 41, 42]);
    expect(only && imagesOf(only)).toEqual([7, 8]);
  });

  it('keeps all of a short run', () => {
    const whole = arm({});
    const short = { ...whole, galleries: whole.galleries.slice(0, 3) };
    expect(chosenScenes(log(short), 20).arms[0]?.galleries).toHaveLength(3);
  });
});
