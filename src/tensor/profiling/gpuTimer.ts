/** @file Times compute passes on the GPU itself, by timestamp queries. Browsers round them, some to 0.1 ms. */
import { wrapMethod } from './wrapMethod.ts';

/** As many as one query set may have. */
const MOST_QUERIES = 4096;

export interface PassTime {
  label: number;
  ms: number;
}

/** While it is on, every compute pass that this thread opens under a label is timed. */
export class GpuTimer {
  /** Of the passes that begin now. */
  label: number | undefined;
  private readonly labels: number[] = [];
  private readonly queries: GPUQuerySet;

  private constructor(private readonly device: GPUDevice) {
    this.queries = device.createQuerySet({ type: 'timestamp', count: MOST_QUERIES });
  }

  /** Undefined where the device does not tell the time. */
  static of(device: GPUDevice): GpuTimer | undefined {
    return device.features.has('timestamp-query') ? new GpuTimer(device) : undefined;
  }

  /** Times the passes of `work`, in order; those beyond the first 2 048 are left out. Once only. */
  async time(work: () => Promise<unknown>): Promise<PassTime[]> {
    const unwatch = wrapMethod(GPUCommandEncoder.prototype, 'beginComputePass', (proceed, [descriptor]) =>
      proceed(this.withTimestamps(descriptor)),
    );
    try {
      await work();
      return await this.read();
    } finally {
      unwatch();
      this.queries.destroy();
    }
  }

  private withTimestamps(descriptor: unknown): unknown {
    const first = 2 * this.labels.length;
    if (this.label === undefined || first + 2 > MOST_QUERIES) return descriptor;
    this.labels.push(this.label);
    const indices = { beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 };
    return { ...Object(descriptor), timestampWrites: { querySet: this.queries, ...indices } };
  }

  private async read(): Promise<PassTime[]> {
    const { labels } = this;
    if (labels.length === 0) return [];
    const size = 16 * labels.length;
    const resolved = this.buffer(size, GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
    const staging = this.buffer(size, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    const encoder = this.device.createCommandEncoder();
    encoder.resolveQuerySet(this.queries, 0, 2 * labels.length, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
    this.device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const nanoseconds = new BigInt64Array(staging.getMappedRange().slice(0));
    staging.destroy();
    resolved.destroy();
    return labels.map((label, index) => {
      const [begin = 0n, end = 0n] = nanoseconds.subarray(2 * index, 2 * index + 2);
      return { label, ms: Number(end - begin) / 1e6 };
    });
  }

  private buffer(size: number, usage: number): GPUBuffer {
    return this.device.createBuffer({ size, usage });
  }
}
