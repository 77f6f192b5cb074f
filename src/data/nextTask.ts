/** @file Leaving the thread free between two pieces of a long work. */

/**
 * Resolves in a new task, also in a hidden tab: what was queued before, such as a worker's commands, comes first.
 * The channel closes again, as an open one would keep Node from ending.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
