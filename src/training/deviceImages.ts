/** @file The training images on the device, filled as they arrive. */
import type { Dataset } from '../data/dataset.ts';
import { packImages, type PackedImages } from '../tensor/ops/augment.ts';

export class DeviceImages {
  private packed: PackedImages | undefined;
  private uploadedRows = 0;

  constructor(private readonly dataset: Dataset) {}

  /** All training images, of which at least the first `rows` are there. They stay ours. */
  async atLeast(rows: number): Promise<PackedImages> {
    if (this.packed !== undefined && rows <= this.uploadedRows) return this.packed;
    await this.dataset.ready(rows);
    const { images, size, channels } = this.dataset.train;
    this.packed?.words.dispose();
    this.uploadedRows = this.dataset.loaded.train;
    this.packed = packImages(images, size, channels);
    return this.packed;
  }

  dispose(): void {
    this.packed?.words.dispose();
    this.packed = undefined;
    this.uploadedRows = 0;
  }
}
