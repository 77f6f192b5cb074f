/** @file Why a command ends before its work is done. */
import { reasonOf, systemCode } from './systemError.ts';

/** What a shell reports of a program that a signal ended: 128 and the signal's number. */
const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type EndingSignal = keyof typeof signalCodes;

export const endingSignals: readonly EndingSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What it reports of one that wrote into a pipe which nobody reads any more, as `| head -1` leaves it. */
const brokenPipeCode = 141;

/** The reason that an abort signal of a command has. */
export class CommandEnding extends Error {
  override readonly name = 'CommandEnding';

  /**
   * @param how it ended, after the word "ended": "by Ctrl-C"
   * @param insists someone wants it, and may come back to it; an output that is lost is lost once
   */
  constructor(
    readonly how: string,
    readonly exitCode: number,
    readonly insists = false,
  ) {
    super(`Ended ${how}`);
  }
}

const signalWords: Readonly<Record<EndingSignal, string>> = {
  SIGINT: 'by Ctrl-C',
  SIGTERM: 'by SIGTERM',
  SIGHUP: 'as the terminal went away',
};

export const endingBySignal = (signal: EndingSignal): CommandEnding =>
  new CommandEnding(signalWords[signal], signalCodes[signal], true);

/**
 * What the standard output does not take ends a command: its result would reach nobody. A socket whose other end is
 * gone may say so in either way.
 */
export const endingByOutput = (error: unknown): CommandEnding =>
  ['EPIPE', 'ECONNRESET'].includes(systemCode(error) ?? '')
    ? new CommandEnding('as nobody reads its output any more', brokenPipeCode)
    : new CommandEnding(`as its output cannot be written: ${reasonOf(error)}`, 1);

/** Why `interruption` was aborted; undefined while it was not. */
export function endingOf(interruption: AbortSignal): CommandEnding | undefined {
  if (!interruption.aborted) return undefined;
  const reason: unknown = interruption.reason;
  return reason instanceof CommandEnding ? reason : new CommandEnding(`by its caller: ${String(reason)}`, 1);
}
