/**
 * @file The images of another dataset that features are tried on: loaded once, for all arms, when training is under
 * way and no longer needs the thread and the connection to begin.
 */
import { transferDataset } from '../config/transfer.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { catalogue } from '../data/catalogue.ts';
import { DatasetError } from '../data/dataset.ts';
import type { OpenOptions } from '../data/open.ts';
import type { StoredShape } from '../data/dataset.ts';
import { loadTransfer, type LabelledImages } from '../data/transfer.ts';
import type { Emit } from './emit.ts';

export class TransferLoader {
  private loading: Promise<LabelledImages | undefined> | undefined;
  private permit: () => void = () => undefined;
  private readonly permitted = new Promise<void>((resolve) => (this.permit = resolve));

  constructor(
    private readonly config: ExperimentConfig,
    private readonly shape: StoredShape,
    private readonly options: Pick<OpenOptions, 'baseUrl' | 'signal'>,
    private readonly emit: Emit,
  ) {}

  /** Says that training has begun, or waits. */
  allow(): void {
    this.permit();
  }

  /**
   * Undefined where there is nothing to transfer to, or where it cannot be had: the run goes on without, after a
   * warning.
   */
  images(): Promise<LabelledImages | undefined> {
    return (this.loading ??= this.load());
  }

  private async load(): Promise<LabelledImages | undefined> {
    const name = transferDataset(this.config);
    if (name === undefined) return undefined;
    await this.permitted;
    try {
      return await loadTransfer(name, this.shape, { ...this.options, seed: this.config.seed });
    } catch (error) {
      if (this.options.signal?.aborted !== true) {
        const reason = error instanceof DatasetError ? error.message : String(error);
        const message = `Transfer to ${catalogue[name].title} is not measured, the run goes on. ${reason}`;
        this.emit({ type: 'error', message, fatal: false });
      }
      return undefined;
    }
  }
}
