/** @file Whether an accuracy is above another on the same images by more than chance. Pure. */

/** Of the χ² distribution with one degree of freedom, exceeded by chance in 5 of 100 cases. */
const CRITICAL = 3.841;

/**
 * McNemar's test (doi:10.1007/BF02295996), two-sided at 5 %, with Edwards's correction for continuity: of b images that
 * the first network alone has right and c that the second alone has, (|b − c| − 1)² / (b + c). Of most accuracies a run
 * records how many images a network has right, which gives b − c, and not which ones. Then b + c is taken to be the
 * largest that it can be, as if the two had as few images in common as their accuracies allow: a difference by chance
 * is not taken for one whatever they have in common, at the price of passing over some that are.
 *
 * @param accuracy of the first network, at least that of the second
 * @param images that both were asked
 * @param discordant b + c, where it is known
 */
export function isApart(
  accuracy: number,
  other: number,
  images: number,
  discordant = images * Math.min(accuracy + other, 2 - accuracy - other),
): boolean {
  const difference = images * (accuracy - other);
  return difference > 1 && (difference - 1) ** 2 > CRITICAL * discordant;
}
