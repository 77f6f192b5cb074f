/** @file What the commands share: flags that are parsed strictly, and ends that are told in one sentence. */
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../../config/error.ts';
import { RunError, UsageError } from './failure.ts';

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
 * Runs a command to its end and sets the process's exit code: what `work` returns, 2 for misuse, 1 for
 * failure. Only a mistake of our own prints a stack.
 */
export async function runCommand(work: (words: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError || error instanceof RunError) {
      console.error(error.message);
      process.exitCode = error.exitCode;
    } else if (error instanceof ConfigError) {
      console.error(error.message);
      process.exitCode = 2;
    } else {
      console.error(error);
      process.exitCode = 1;
    }
  }
}
