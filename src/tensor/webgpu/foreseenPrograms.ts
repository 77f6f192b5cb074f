/** @file The programs that a computation was seen to need, to be compiled before it begins. */
import type { CompilingProgress, Foreseen } from '../foresight.ts';
import { uncompilable, type PipelineCache, type Shader } from './pipelines.ts';

export class ForeseenPrograms implements Foreseen {
  private readonly shaders = new Map<string, Shader>();
  /** TensorFlow.js's own, which are being compiled. */
  private stock: readonly Promise<void>[] = [];

  constructor(private readonly pipelines: PipelineCache) {}

  /** Notes a program of ours. */
  meet(shader: Shader): void {
    this.shaders.set(shader.key, shader);
  }

  /** Notes programs that are compiled already when they are met. */
  meetCompiling(stock: readonly Promise<void>[]): void {
    this.stock = stock.map((compiling) =>
      compiling.catch((error: unknown) => {
        throw uncompilable('an operation of TensorFlow.js', error);
      }),
    );
    // Whoever never compiles the rest need not hear of them.
    void Promise.allSettled(this.stock);
  }

  async compile(onProgress: CompilingProgress): Promise<void> {
    const first = [...this.shaders.values()].map((shader) => this.pipelines.beginWith(shader));
    const missing = new Map(first.map((shader) => [shader.key, shader]));
    for (const [key, shader] of missing) if (this.pipelines.has(shader)) missing.delete(key);
    const compiling = [
      ...this.stock,
      ...[...missing.values()].map((shader) => this.pipelines.compile(shader)),
    ];
    let done = 0;
    const counted = compiling.map(async (compiled) => {
      await compiled;
      done += 1;
      onProgress(done, compiling.length);
    });
    await Promise.all(counted);
  }

  /** One after the other: the steps that are being taken need the device too. */
  async refine(): Promise<void> {
    for (const shader of this.shaders.values()) await this.pipelines.compile(shader);
  }
}
