/** @file The ways that others end a command: signals, and a reader of its output who has gone. */
import { type CommandEnding, endingByOutput, endingBySignal, endingSignals } from './ending.ts';

/** What of a process decides over its end; tests put another in its place. */
export interface EndableProcess {
  onSignal: (signal: NodeJS.Signals, hear: () => void) => void;
  /** Whatever goes wrong with the standard output. */
  onOutputError: (hear: (error: unknown) => void) => void;
  /** Whatever goes wrong where problems are told: then there is nobody to tell. */
  onProblemsError: (hear: () => void) => void;
  /** Tells the person something on the side. */
  say: (sentence: string) => void;
  /** Ends the process now, after what was registered for its end. */
  leave: (code: number) => void;
  /** Milliseconds. */
  now: () => number;
}

export const thisProcess: EndableProcess = {
  onSignal: (signal, hear) => void process.on(signal, hear),
  onOutputError: (hear) => void process.stdout.on('error', hear),
  onProblemsError: (hear) => void process.stderr.on('error', hear),
  say: (sentence) => console.error(sentence),
  leave: (code) => process.exit(code),
  now: () => performance.now(),
};

/** One press of Ctrl-C may arrive twice, from the terminal and from the program that started this one. */
const ONE_PRESS = 1000;

/**
 * Until a command says that it has something to put away, an ending ends it at once. From then on the first is the
 * command's to answer, and a signal that follows ends it at once after all.
 */
export class Exits {
  private answered: AbortController | undefined;
  private first: { ending: CommandEnding; at: number } | undefined;
  /** What the command came to, once it has. */
  private code: number | undefined;

  constructor(private readonly process: EndableProcess) {
    for (const signal of endingSignals)
      process.onSignal(signal, () => {
        this.end(endingBySignal(signal));
      });
    process.onOutputError((error) => {
      this.end(endingByOutput(error));
    });
    process.onProblemsError(() => undefined);
  }

  /** Aborted, with an {@link CommandEnding} as its reason, by the first ending from now on. */
  answer(): AbortSignal {
    this.answered ??= new AbortController();
    return this.answered.signal;
  }

  /**
   * The command has come to `code`.
   * @returns what the process has to: an ending that came when all was done is told by its code alone
   */
  done(code: number): number {
    this.code = code === 0 ? (this.first?.ending.exitCode ?? 0) : code;
    return this.code;
  }

  private end(ending: CommandEnding): void {
    if (this.code !== undefined) {
      if (this.code === 0) this.leave(ending, 'its work was done');
    } else if (this.answered === undefined)
      this.leave(ending, 'nothing is left half done, and the same command begins anew');
    else if (this.first === undefined) {
      this.first = { ending, at: this.process.now() };
      this.answered.abort(ending);
    } else if (ending.insists && this.process.now() - this.first.at > ONE_PRESS)
      this.leave(ending, 'what was not saved by now is lost, and the files that are there are whole');
  }

  private leave({ message, exitCode }: CommandEnding, left: string): void {
    this.process.say(`${message}; ${left}.`);
    this.process.leave(exitCode);
  }
}
