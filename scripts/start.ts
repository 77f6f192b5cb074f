/** @file `npm start`: builds the data where it is absent or stale, and serves the app. */
import { InvalidArgumentError } from 'commander';
import { createServer } from 'vite';
import { parsed, runCommand, strictCommand } from '../src/cli/command/commandLine.ts';
import { endingOf } from '../src/cli/command/ending.ts';
import type { Exits } from '../src/cli/command/exits.ts';
import { UsageError } from '../src/cli/command/failure.ts';
import { ensureData } from './data/ensure.ts';

interface StartFlags {
  port?: number;
  host?: string;
  open?: true;
}

async function start(words: readonly string[], exits: Exits): Promise<number> {
  const command = strictCommand(
    'npm start --',
    'Builds the data where it is absent or stale, and serves the app.',
  )
    .option('--port <number>', 'port to serve on; without it the first free one from 5173', portNumber)
    .option('--host <address>', 'address to serve on; 0.0.0.0 opens the app to the network')
    .option('--open', 'open the app in the default browser')
    .allowExcessArguments(false);
  if (!parsed(command, words)) return 0;
  const { port, host, open } = command.opts<StartFlags>();

  await ensureData();
  const server = await createServer({
    server: {
      ...(port !== undefined && { port, strictPort: true }),
      ...(host !== undefined && { host }),
      ...(open === true && { open: true }),
    },
  });
  try {
    await server.listen();
  } catch (error) {
    await server.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The app cannot be served: ${reason}.`);
  }
  const urls = server.resolvedUrls;
  for (const url of [...(urls?.local ?? []), ...(urls?.network ?? [])])
    console.log(`AdaSim Playground is served at ${url}`);
  console.log('Ctrl-C stops it.');
  const interruption = exits.answer();
  await new Promise((resolve) => {
    interruption.addEventListener('abort', resolve);
  });
  const ending = endingOf(interruption);
  // Vite has an answer of its own to some signals, which leaves no time for words.
  console.error(`Ended ${ending?.how ?? ''}. There was nothing to keep; npm start serves the app again.`);
  process.exitCode = ending?.exitCode ?? 0;
  await server.close();
  return ending?.exitCode ?? 0;
}

function portNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 1 to 65535.');
  return value;
}

await runCommand(start);
