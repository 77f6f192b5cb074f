/** @file Runs the commands that a stage of the tests is made of. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  env?: Readonly<Record<string, string>>;
  /** Seconds until a command that hangs is ended. */
  limit: number;
}

/** Runs a program of this project's packages with its output shown as it comes. True when it succeeds. */
export async function succeeds(command: readonly string[], options: CommandOptions): Promise<boolean> {
  // Its own process group, so that ending it ends its browsers and servers too.
  const child = spawn('npx', ['--no-install', ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...options.env },
    detached: process.platform !== 'win32',
  });
  return new Promise((resolve) => {
    const end = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
      } catch {
        // It ended of itself in the meantime.
      }
    };
    const interrupt = () => {
      end();
      process.exit(130);
    };
    const timer = setTimeout(() => {
      console.error(`${command.join(' ')} was ended: it took over ${options.limit} s.`);
      end();
    }, options.limit * 1000);
    process.once('SIGINT', interrupt);
    const settle = (succeeded: boolean) => {
      clearTimeout(timer);
      process.removeListener('SIGINT', interrupt);
      resolve(succeeded);
    };
    child.once('error', (error) => {
      console.error(`${command.join(' ')} could not be run: ${error.message}`);
      settle(false);
    });
    child.once('exit', (code) => settle(code === 0));
  });
}
