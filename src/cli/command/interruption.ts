/** @file Ctrl-C, which is a command's to answer. */

/** What a shell reports of a program that Ctrl-C ended. */
export const interruptedCode = 130;

/**
 * Aborted by the first Ctrl-C, which lets the command end properly; a later one ends the process at once. One
 * press may arrive twice, from the terminal and from the program that started this one.
 */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  let first = Infinity;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      const now = performance.now();
      if (now - first > 1000) process.exit(interruptedCode);
      first = Math.min(first, now);
      controller.abort();
    });
  return controller.signal;
}
