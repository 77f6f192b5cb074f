/** @file Waiting for rows that arrive in ascending order. */

/** Lets those who wait for the first n rows through as soon as they are there. */
export class RowGate {
  private rows = 0;
  private failure: Error | undefined;
  private waiting: { rows: number; resolve: () => void; reject: (reason: Error) => void }[] = [];

  /** Rows that are there. */
  get count(): number {
    return this.rows;
  }

  /** Says that rows 0 … `rows` − 1 are there. */
  advance(rows: number): void {
    this.rows = rows;
    const through = this.waiting.filter((waiter) => waiter.rows <= rows);
    this.waiting = this.waiting.filter((waiter) => waiter.rows > rows);
    for (const waiter of through) waiter.resolve();
  }

  /** Says that no more rows will come. Rows that are there stay usable. */
  fail(reason: Error): void {
    this.failure = reason;
    for (const waiter of this.waiting.splice(0)) waiter.reject(reason);
  }

  /** Resolves once rows 0 … `rows` − 1 are there; rejects if they will not come. */
  wait(rows: number): Promise<void> {
    if (rows <= this.rows) return Promise.resolve();
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) reject(this.failure);
      else this.waiting.push({ rows, resolve, reject });
    });
  }
}
