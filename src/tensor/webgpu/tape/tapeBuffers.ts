/**
 * @file The buffers of one taped step. They serve no one else, so that the step finds them again as it left
 * them. Within the step they are taken again once they are free, except those that the host filled: their
 * contents are part of the tape.
 */

export class TapeBuffers {
  private readonly free = new Map<string, GPUBuffer[]>();
  private readonly hostFilled = new Set<GPUBuffer>();
  private readonly inUse = new Set<GPUBuffer>();
  private closed = false;

  constructor(private readonly device: GPUDevice) {}

  /** Bytes of all buffers. */
  bytes = 0;

  acquire(size: number, usage: GPUBufferUsageFlags, mappedAtCreation: boolean): GPUBuffer {
    const filled = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const spare = filled ? undefined : this.free.get(keyOf(size, usage))?.pop();
    const buffer = spare ?? this.device.createBuffer({ size, usage, mappedAtCreation });
    if (spare === undefined) this.bytes += size;
    if (filled) this.hostFilled.add(buffer);
    this.inUse.add(buffer);
    return buffer;
  }

  owns(buffer: GPUBuffer): boolean {
    return this.inUse.has(buffer) || this.hostFilled.has(buffer);
  }

  release(buffer: GPUBuffer): void {
    this.inUse.delete(buffer);
    if (this.closed) {
      this.destroy(buffer);
      return;
    }
    if (this.hostFilled.has(buffer)) return;
    const key = keyOf(buffer.size, buffer.usage);
    const spares = this.free.get(key);
    if (spares === undefined) this.free.set(key, [buffer]);
    else spares.push(buffer);
  }

  /** Ends the tape. A buffer that a tensor still lives in goes when that tensor goes. */
  dispose(): void {
    this.closed = true;
    for (const buffer of [...[...this.free.values()].flat(), ...this.hostFilled])
      if (!this.inUse.has(buffer)) this.destroy(buffer);
    this.free.clear();
  }

  private destroy(buffer: GPUBuffer): void {
    this.hostFilled.delete(buffer);
    this.bytes -= buffer.size;
    buffer.destroy();
  }
}

const keyOf = (size: number, usage: number): string => `${size} ${usage}`;
