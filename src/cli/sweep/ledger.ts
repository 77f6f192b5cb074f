/** @file What a sweep writes as it goes: each result as soon as it is there, and the tables of all. */
import { thisDisk, type Disk } from '../disk/disk.ts';
import { DiskError, endingByDisk } from '../disk/diskError.ts';
import { writeReport, type ReportOptions } from './report.ts';
import type { RunResult } from './result.ts';
import { recordedOf, resultsWriter, type Recorded } from './resultsFile.ts';

/** A disk that takes no more ends the sweep; what was recorded by then is recorded. */
export class Ledger {
  /** By the key of the run. */
  readonly recorded: Map<string, Recorded>;
  private readonly append: (result: RunResult) => void;
  private readonly failure = new AbortController();
  /** Aborted by the {@link CommandEnding} that a failing disk is. */
  readonly failed = this.failure.signal;

  /** @throws {UsageError} when the folder cannot be written to */
  constructor(
    private readonly sweep: Omit<ReportOptions, 'recorded'>,
    before: readonly Recorded[],
    private readonly disk: Disk = thisDisk,
  ) {
    this.recorded = new Map(before.map((one) => [one.run, one]));
    this.append = resultsWriter(sweep.folder, disk);
  }

  add(result: RunResult): void {
    this.attempt(() => {
      this.append(result);
      const one = recordedOf(result);
      this.recorded.set(one.run, one);
    });
    this.report();
  }

  report(): void {
    this.attempt(() => {
      writeReport({ ...this.sweep, recorded: [...this.recorded.values()] }, this.disk);
    });
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.failure.abort(endingByDisk(error));
    }
  }
}
