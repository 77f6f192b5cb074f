/** @file Holds recordings against our own runs of them, on the backends that are asked for. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { BackendName, CheckRow } from '../worker/verifyProtocol.ts';
import { hasPassed } from '../worker/verifyReport.ts';
import { RunError, UsageError } from './failure.ts';

export const backendNames = ['webgpu', 'wasm', 'cpu'] as const satisfies readonly BackendName[];

/** One file on one backend. */
export interface Verified {
  file: string;
  backend: BackendName;
  adapter: string;
  seconds: number;
  /** No row failed. */
  passed: boolean;
  rows: CheckRow[];
}

/**
 * Verifies each file on each backend, one after the other, and hands over each result as it is there.
 *
 * @throws {UsageError} for a file that is missing, unreadable or no recording; {@link RunError} for a backend
 *   that is missing or gave up
 */
export async function verifyFiles(
  files: readonly string[],
  backends: readonly BackendName[],
  onResult: (result: Verified) => void,
): Promise<Verified[]> {
  for (const file of files) requireFile(file);
  // Loaded late: a misspelt file need not wait for the browser's driver and the bundler.
  const { openEngine } = await import('./engine.ts');
  const engine = await openEngine({ adapter: 'any' });
  try {
    const results: Verified[] = [];
    for (const file of files) {
      const url = await engine.offer(file);
      for (const backend of backends) {
        const started = performance.now();
        const answer = engine.page.evaluate(([address, name, on]) => window.adasimVerify(address, name, on), [
          url,
          path.basename(file),
          backend,
        ] as const);
        const reply = await Promise.race([answer, engine.death]);
        if (reply.type === 'unusable') throw new UsageError(reply.message);
        if (reply.type === 'failed') throw new RunError(`${file} on ${backend}: ${reply.message}`);
        const result = {
          file,
          backend,
          adapter: reply.device.adapter,
          seconds: (performance.now() - started) / 1000,
          passed: hasPassed(reply.rows),
          rows: reply.rows,
        };
        results.push(result);
        onResult(result);
      }
    }
    return results;
  } finally {
    await engine.close();
  }
}

function requireFile(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new UsageError(`There is no file ${file} that can be read.`);
  }
  if (!statSync(file).isFile()) throw new UsageError(`${file} is not a file.`);
}
