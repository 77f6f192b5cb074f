/** @file Giving way to other messages, and sleeping until one matters. */

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Resolves in the next task, so that queued commands are handled first. Runs on in hidden tabs. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** Lets one loop sleep until notified. A notification while nobody sleeps is kept. */
export class Signal {
  private notified = false;
  private resolve: (() => void) | undefined;

  notify(): void {
    this.notified = true;
    this.resolve?.();
  }

  async wait(): Promise<void> {
    if (!this.notified) await new Promise<void>((resolve) => (this.resolve = resolve));
    this.notified = false;
    this.resolve = undefined;
  }
}
