/**
 * @file Compute pipelines of our programs. Each is compiled once for a device: before its first dispatch, asynchronously
 * and beside others, where it was foreseen; else then, and everyone waits for it.
 *
 * Programs that differ in their shapes alone may have a general form in common, which computes the same bits, a little
 * slower. Of those that were foreseen it comes first and the others later, when steps are being taken already.
 */
import { inBrackets } from '../backendError.ts';
import { DeviceLimitError } from './limits.ts';

/** A program as it is compiled. */
export interface Shader {
  /** Of the program, for messages. */
  name: string;
  /** The same for the same code, and much shorter. */
  key: string;
  /** The WGSL. */
  code: () => string;
  /** What can stand in for it. */
  general?: () => Shader;
}

interface Pipeline {
  pipeline: GPUComputePipeline;
  /** It is of the general form. */
  general: boolean;
}

export class PipelineCache {
  private readonly ready = new Map<string, GPUComputePipeline>();
  private readonly underWay = new Map<string, Promise<void>>();
  /** Shaders whose general form stands in for them. */
  private readonly provisional = new Set<string>();

  constructor(private readonly device: GPUDevice) {}

  has({ key }: Shader): boolean {
    return this.ready.has(key);
  }

  /** Whether no general form stands in for another any more. */
  get settled(): boolean {
    return this.provisional.size === 0;
  }

  /** The pipeline of `shader`, compiled now where it is not there: what comes after is dispatched only then. */
  pipelineOf(shader: Shader): Pipeline {
    const { key } = shader;
    const own = this.ready.get(key);
    if (own !== undefined) return { pipeline: own, general: false };
    const general = this.provisional.has(key) ? this.ready.get(shader.general?.().key ?? '') : undefined;
    if (general !== undefined) return { pipeline: general, general: true };
    const pipeline = this.device.createComputePipeline(this.descriptorOf(shader));
    this.keep(shader, pipeline);
    return { pipeline, general: false };
  }

  /** What is to be compiled first for `shader`: its general form, which stands in for it from now on; or itself. */
  beginWith(shader: Shader): Shader {
    const general = shader.general?.();
    if (general === undefined || this.ready.has(shader.key)) return shader;
    this.provisional.add(shader.key);
    return general;
  }

  /**
   * Compiles `shader` while other work goes on.
   * @throws DeviceLimitError where the device cannot
   */
  async compile(shader: Shader): Promise<void> {
    const { key } = shader;
    if (this.ready.has(key)) return;
    const compiling = this.underWay.get(key) ?? this.compiled(shader);
    this.underWay.set(key, compiling);
    await compiling;
  }

  private async compiled(shader: Shader): Promise<void> {
    try {
      const pipeline = await this.device.createComputePipelineAsync(this.descriptorOf(shader));
      this.keep(shader, pipeline);
    } catch (error) {
      throw uncompilable(shader.name, error);
    } finally {
      this.underWay.delete(shader.key);
    }
  }

  private keep({ key }: Shader, pipeline: GPUComputePipeline): void {
    this.ready.set(key, pipeline);
    this.provisional.delete(key);
  }

  private descriptorOf({ name, code }: Shader): GPUComputePipelineDescriptor {
    const module = this.device.createShaderModule({ code: code(), label: name });
    return { label: name, layout: 'auto', compute: { module } };
  }
}

const caches = new WeakMap<GPUDevice, PipelineCache>();

/** The pipelines of a device. */
export function pipelinesOf(device: GPUDevice): PipelineCache {
  const cache = caches.get(device) ?? new PipelineCache(device);
  caches.set(device, cache);
  return cache;
}

/** What is told of a program that the device cannot compile. */
export function uncompilable(program: string, error: unknown): DeviceLimitError {
  const complaint = error instanceof Error ? error.message : String(error);
  return new DeviceLimitError(program, `its shader does not compile${inBrackets(complaint)}`);
}
