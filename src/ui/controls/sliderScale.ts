/** @file Between a slider's position and a setting's value. */
import type { NumberField } from '../../config/fields.ts';

type Range = Pick<NumberField, 'min' | 'max' | 'step' | 'scale'>;

/** Positions of the slider's thumb: value itself, or its logarithm to base 10 or 2. */
export interface SliderRange {
  min: number;
  max: number;
  step: number;
}

export function sliderRange({ min, max, step, scale }: Range): SliderRange {
  if (scale === 'linear') return { min, max, step };
  // Where the most is no power of two, the last step leads to it.
  if (scale === 'doubling') return { min: Math.log2(min), max: Math.ceil(Math.log2(max)), step: 1 };
  return { min: Math.log10(min), max: Math.log10(max), step: 0.05 };
}

/** Where the thumb stands for `value`; at an end where it lies outside. */
export function positionOf(range: Range, value: number): number {
  const inside = Math.min(range.max, Math.max(range.min, value));
  if (range.scale === 'linear') return inside;
  return range.scale === 'doubling' ? Math.log2(inside) : Math.log10(inside);
}

/** The value at a thumb's position, rounded to what a person would have typed. */
export function valueAtPosition(range: Range, position: number): number {
  if (range.scale === 'doubling') return Math.min(range.max, Math.round(2 ** position));
  if (range.scale === 'linear') return Number(position.toPrecision(6));
  const raw = Number((10 ** position).toPrecision(2));
  return Math.min(range.max, Math.max(range.min, raw));
}

/**
 * The step nearest to a position, which is where browsers put the thumb. A slider that is given a value between two
 * steps does not answer to keys.
 */
export function onStep({ min, max, step }: SliderRange, position: number): number {
  return Math.min(max, min + Math.round((position - min) / step) * step);
}

/** Share of the track left of the thumb. */
export const filledShare = (range: SliderRange, position: number): number =>
  (onStep(range, position) - range.min) / (range.max - range.min);
