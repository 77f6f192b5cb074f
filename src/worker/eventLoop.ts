/** @file Sleeping until something matters. */

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
