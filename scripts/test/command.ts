/** @file Runs the commands that a stage of the tests is made of. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  env?: Readonly<Record<string, string>>;
  /** Seconds until a command that hangs is ended. */
  limit: number;
  /** Hears the command's output as it comes. */
  say: (text: string) => void;
}

/** How to end each command that runs. */
const running = new Set<() => void>();

/** Ends all commands that run, with their browsers and servers. */
export function endCommands(): void {
  for (const end of running) end();
}

/** Runs a program of this project's packages. True when it succeeds. */
export async function succeeds(command: readonly string[], options: CommandOptions): Promise<boolean> {
  const { say, limit } = options;
  const child = spawn('npx', ['--no-install', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Where a person reads along, what comes through the pipe is coloured all the same.
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...options.env },
    // Its own process group, so that ending it ends its browsers and servers too.
    detached: process.platform !== 'win32',
  });
  child.stdout.setEncoding('utf8').on('data', say);
  child.stderr.setEncoding('utf8').on('data', say);
  return new Promise((resolve) => {
    const end = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
      } catch {
        // It ended of itself in the meantime.
      }
    };
    running.add(end);
    const timer = setTimeout(() => {
      say(`${command.join(' ')} was ended: it took over ${limit} s.\n`);
      end();
    }, limit * 1000);
    const settle = (succeeded: boolean) => {
      clearTimeout(timer);
      running.delete(end);
      resolve(succeeded);
    };
    child.once('error', (error) => {
      say(`${command.join(' ')} could not be run: ${error.message}\n`);
      settle(false);
    });
    child.once('close', (code) => settle(code === 0));
  });
}
