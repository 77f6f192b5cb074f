/** @file What datasets have in common whose rows arrive block by block: who waits for which rows, and till when. */
import type { Loaded, Split } from './dataset.ts';
import { RowGate } from './rowGate.ts';

/** The waiting half of a `Dataset`; the other half fills the splits and advances the gates. */
export abstract class ArrivingDataset {
  abstract readonly train: Split;
  abstract readonly test: Split;
  /** Of each split, the rows that are there. */
  protected readonly gates = { train: new RowGate(), test: new RowGate() };

  get loaded(): Loaded {
    return { train: this.gates.train.count, test: this.gates.test.count };
  }

  async ready(trainRows: number): Promise<void> {
    if (trainRows > this.train.count)
      throw new RangeError(`There are ${this.train.count} training rows, not ${trainRows}.`);
    await this.gates.train.wait(trainRows);
  }

  async complete(): Promise<void> {
    await Promise.all([this.gates.train.wait(this.train.count), this.gates.test.wait(this.test.count)]);
  }

  /** Tells all who wait if `arrival`, in which all rows are filled, fails. */
  protected follow(arrival: Promise<void>): void {
    arrival.catch((error: unknown) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      this.gates.train.fail(reason);
      this.gates.test.fail(reason);
    });
  }
}

/** Where each block of rows ends, for blocks of these sizes; an empty one adds no end. */
export function blockEnds(sizes: readonly number[]): number[] {
  const ends: number[] = [];
  let end = 0;
  for (const size of sizes) {
    if (size === 0) continue;
    end += size;
    ends.push(end);
  }
  return ends;
}
