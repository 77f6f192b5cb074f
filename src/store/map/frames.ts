/** @file The moments of one arm's map that are kept, each turned onto the one before it. Pure. */
import { noTurn, procrustes2d, turned, type Turn } from '../../adasim/map/procrustes.ts';
import type { MapFrame } from '../../protocol/map.ts';

export interface KeptFrames {
  /** Oldest first. */
  readonly frames: readonly MapFrame[];
  /** The end of every so many epochs is kept, and the newest. */
  readonly every: number;
}

export const noFrames: KeptFrames = { frames: [], every: 1 };

/** Positions of the images that two frames share, point by point. */
function shared(one: MapFrame, other: MapFrame): { one: Float32Array; other: Float32Array } {
  const [mine, theirs]: [number[], number[]] = [[], []];
  let place = 0;
  one.images.forEach((image, at) => {
    while ((other.images[place] ?? Infinity) < image) place += 1;
    if (other.images[place] !== image) return;
    mine.push(one.positions[2 * at] ?? 0, one.positions[2 * at + 1] ?? 0);
    theirs.push(other.positions[2 * place] ?? 0, other.positions[2 * place + 1] ?? 0);
  });
  return { one: Float32Array.from(mine), other: Float32Array.from(theirs) };
}

/** What brings a frame nearest to another, by the images that both have. */
function turnOnto(frame: MapFrame, onto: MapFrame): Turn {
  const both = shared(frame, onto);
  return both.one.length === 0 ? noTurn : procrustes2d(both.one, both.other);
}

/** The frame turned onto another; itself where there is none. */
export const frameOnto = (frame: MapFrame, onto: MapFrame | undefined): MapFrame =>
  onto === undefined ? frame : { ...frame, positions: turned(frame.positions, turnOnto(frame, onto)) };

/**
 * With one more moment. One in the midst of an epoch stays until the next comes.
 * @param onto what the first of an arm is turned onto
 * @param most that are kept: where there would be more, every other goes, the first and the newest stay
 */
export function addFrame(
  kept: KeptFrames,
  frame: MapFrame,
  most: number,
  onto: MapFrame | undefined,
): KeptFrames {
  const before = kept.frames.filter(({ step, atEpochEnd }) => step < frame.step && atEpochEnd);
  const last = kept.frames.findLast(({ step }) => step < frame.step);
  return thinned([...before, frameOnto(frame, last ?? onto)], kept.every, most);
}

function thinned(frames: readonly MapFrame[], every: number, most: number): KeptFrames {
  const newest = frames.length - 1;
  const left = frames.filter(({ epoch }, place) => place === 0 || place === newest || epoch % every === 0);
  return left.length <= Math.max(2, most) ? { frames: left, every } : thinned(left, 2 * every, most);
}

/** How many frames of so many images there is room for. */
export function roomFor(bytes: number, { images, nearest }: MapFrame): number {
  return Math.max(2, Math.floor(bytes / (images.length * (4 + 8 + 1 + 4 * nearest))));
}

/** The frame of that moment, or the last before it; the newest where `epoch` is null. */
export function frameAt({ frames }: KeptFrames, epoch: number | null): MapFrame | undefined {
  if (epoch === null) return frames.at(-1);
  return frames.findLast((frame) => frame.epoch <= epoch) ?? frames[0];
}

/**
 * The epoch to turn to where the person asks for `wanted` from `now`: that one, or the next that is kept in that direction.
 */
export function keptEpoch({ frames }: KeptFrames, wanted: number, now: number): number | undefined {
  const epochs = frames.map(({ epoch }) => epoch);
  if (epochs.includes(wanted)) return wanted;
  return wanted > now
    ? (epochs.find((epoch) => epoch > wanted) ?? epochs.at(-1))
    : (epochs.findLast((epoch) => epoch < wanted) ?? epochs[0]);
}
