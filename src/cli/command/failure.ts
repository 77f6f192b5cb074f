/** @file The ways in which a command ends badly, each told in one sentence. */

/** What was asked for makes no sense: a flag, a file, a missing browser. Exit code 2. */
export class UsageError extends Error {
  readonly exitCode = 2;
  override readonly name = 'UsageError';
}

/** What was asked for was tried and failed: a lost adapter, a loss that is not a number. Exit code 1. */
export class RunError extends Error {
  readonly exitCode = 1;
  override readonly name: string = 'RunError';
}

/** The browser or its page went away under what it was doing, which is no fault of that. */
export class EngineLostError extends RunError {
  override readonly name = 'EngineLostError';
}
