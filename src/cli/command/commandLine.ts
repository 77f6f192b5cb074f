/** @file What the commands share: flags that are parsed strictly, and ends that are told in one sentence. */
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../../config/error.ts';
import { fullDiskSentence, isFullDisk } from './systemError.ts';
import { Exits, thisProcess } from './exits.ts';
import { RunError, UsageError } from './failure.ts';
import { standWhereTyped } from './standWhereTyped.ts';

/** A command whose misuse becomes a {@link UsageError} instead of commander's own exit. */
export function strictCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError();
}

/**
 * Parses `words` (without the program's name).
 *
 * @returns false when help was asked for, and printed
 * @throws {UsageError} for a flag or argument that is unknown, missing or refused
 */
export function parsed(command: Command, words: readonly string[]): boolean {
  try {
    command.parse(words, { from: 'user' });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    throw new UsageError(asSentence(error.message.replace(/^error: /, '')));
  }
}

/** `unknown option '--x'\n(Did you mean --y?)` → `Unknown option '--x'. (Did you mean --y?)` */
function asSentence(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const text = lines.map((line) => (/[.?!)]$/.test(line) ? line : `${line}.`)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Runs a command to its end and sets the process's exit code: what `work` returns, 2 for misuse, 1 for failure, and
 * what a shell expects where others ended it. Only a mistake of our own prints a stack.
 *
 * @param script npm's name of the command, where it takes paths
 */
export async function runCommand(
  work: (words: string[], exits: Exits) => Promise<number>,
  script?: string,
): Promise<void> {
  const exits = new Exits(thisProcess);
  try {
    if (script !== undefined) standWhereTyped(script);
    process.exitCode = exits.done(await work(process.argv.slice(2), exits));
  } catch (error) {
    const failure = toldFailure(error);
    console.error(failure?.sentence ?? error);
    process.exitCode = exits.done(failure?.exitCode ?? 1);
  }
}

/** A failure that is told in a sentence; undefined for a mistake of our own. */
function toldFailure(error: unknown): { sentence: string; exitCode: number } | undefined {
  if (error instanceof UsageError || error instanceof RunError)
    return { sentence: error.message, exitCode: error.exitCode };
  if (error instanceof ConfigError) return { sentence: error.message, exitCode: 2 };
  if (isFullDisk(error)) return { sentence: fullDiskSentence(error), exitCode: 1 };
  return undefined;
}
