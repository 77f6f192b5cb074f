/** @file How thick lines are and how they are dashed, whichever code draws them. */

/** Of the line that marks a value right across. */
export const referenceDash = '2 3';

/** Pixels. A line that is only there to compare with is thin. */
export const lineWidth = (reference: boolean, large: boolean): number => (reference ? 1 : large ? 2 : 1.5);

/** Of a line that lies beneath its own mean. */
export const BENEATH_OPACITY = 0.3;

/** Share of a line that its dash leaves out. */
export function gaps(dash: string | undefined): number {
  const lengths = dash?.split(' ').map(Number) ?? [];
  const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
  return lengths.length === 0 ? 0 : sum(lengths.filter((_, index) => index % 2 === 1)) / sum(lengths);
}
