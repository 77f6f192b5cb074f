/** @file A run that has gone where no further step can help. */

/** The message is for the person. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
}

/** What to tell of what no training can have done. */
export function wrongFromTheStart(fact: string): TrainingError {
  return new TrainingError(
    `${fact}, before anything was learned: this network cannot tell images apart, or this device does not compute as it should. ` +
      'Choose another backend or settings closer to a preset’s, then reset.',
  );
}

/** What to tell of numbers that are none, with what to do about it. */
export function diverged(fact: string): TrainingError {
  return new TrainingError(
    `${fact}: training has diverged. ` +
      'Lower the learning rate or raise the teacher temperature, then reset.',
  );
}
