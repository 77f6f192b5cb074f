import { describe, expect, it } from 'vitest';
import { endingOf } from './ending.ts';
import { Exits, type EndableProcess } from './exits.ts';

/** A process that is ended from outside. */
function endable() {
  const signals = new Map<NodeJS.Signals, () => void>();
  const told: string[] = [];
  const codes: number[] = [];
  let failOutput: (error: unknown) => void = () => undefined;
  let time = 0;
  const process: EndableProcess = {
    onSignal: (signal, hear) => void signals.set(signal, hear),
    onOutputError: (hear) => (failOutput = hear),
    onProblemsError: () => undefined,
    say: (sentence) => told.push(sentence),
    leave: (code) => codes.push(code),
    now: () => time,
  };
  const exits = new Exits(process);
  return {
    exits,
    told,
    codes,
    signal: (name: NodeJS.Signals) => signals.get(name)?.(),
    failOutput: (code: string) => {
      failOutput(Object.assign(new Error(`write ${code}`), { code }));
    },
    wait: (milliseconds: number) => (time += milliseconds),
  };
}

type Endable = ReturnType<typeof endable>;

const endings: [string, (process: Endable) => void, number, string][] = [
  ['SIGINT', ({ signal }) => signal('SIGINT'), 130, 'by Ctrl-C'],
  ['SIGTERM', ({ signal }) => signal('SIGTERM'), 143, 'by SIGTERM'],
  ['SIGHUP', ({ signal }) => signal('SIGHUP'), 129, 'as the terminal went away'],
  ['EPIPE', ({ failOutput }) => failOutput('EPIPE'), 141, 'as nobody reads its output any more'],
  [
    'ENOSPC',
    ({ failOutput }) => failOutput('ENOSPC'),
    1,
    'as its output cannot be written: the disk is full',
  ],
];

describe.each(endings)('%s', (_, end, code, how) => {
  it('ends a command at once that has nothing to put away', () => {
    const process = endable();
    end(process);
    expect(process.codes).toEqual([code]);
    expect(process.told).toEqual([
      `Ended ${how}; nothing is left half done, and the same command begins anew.`,
    ]);
  });

  it('is the command’s to answer, once it says so', () => {
    const process = endable();
    const interruption = process.exits.answer();
    expect(endingOf(interruption)).toBeUndefined();
    end(process);
    expect(endingOf(interruption)).toMatchObject({ how, exitCode: code });
    expect(process.codes).toEqual([]);
    expect(process.told).toEqual([]);
    // It may have come when all was done, and been answered by nobody.
    expect(process.exits.done(0)).toBe(code);
  });

  it('is told when it comes after all was done', () => {
    const process = endable();
    process.exits.answer();
    expect(process.exits.done(0)).toBe(0);
    end(process);
    expect(process.codes).toEqual([code]);
    expect(process.told).toEqual([`Ended ${how}; its work was done.`]);
  });

  it('does not hide that the command failed', () => {
    const process = endable();
    expect(process.exits.done(2)).toBe(2);
    end(process);
    expect(process.codes).toEqual([]);
  });
});

describe('a second one', () => {
  it('leaves at once, unless it is the same press', () => {
    const process = endable();
    process.exits.answer();
    process.signal('SIGINT');
    process.wait(300);
    process.signal('SIGINT');
    expect(process.codes).toEqual([]);
    process.wait(1000);
    process.signal('SIGTERM');
    expect(process.codes).toEqual([143]);
    expect(process.told).toEqual([
      'Ended by SIGTERM; what was not saved by now is lost, and the files that are there are whole.',
    ]);
  });

  it('is none where the terminal that went away takes no more either', () => {
    const process = endable();
    const interruption = process.exits.answer();
    process.signal('SIGHUP');
    process.wait(2000);
    process.failOutput('EIO');
    expect(process.codes).toEqual([]);
    expect(endingOf(interruption)?.exitCode).toBe(129);
  });
});
