/** @file That one of several arms has ended before its time, in a sentence. */

/** @param left how many others go on */
export const stoppedSentence = (
  label: string,
  { message, left }: { message: string; left: number },
): string => `${label} has stopped${left > 0 ? ', the others go on' : ''}. ${message}`;
