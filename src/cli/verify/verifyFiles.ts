/** @file Holds recordings against our own runs of them, on the backends that are asked for. */
import type { BackendName } from '../../protocol/device.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { hasPassed } from '../../protocol/verificationReport.ts';
import { endingOf } from '../command/ending.ts';
import { requireFile } from '../command/requireFile.ts';
import { openHost, type HostName, type VerifyHost } from './verifyHost.ts';

export const backendNames = ['webgpu', 'wasm', 'cpu'] as const satisfies readonly BackendName[];

/** What a recording is held against. */
export interface Means {
  backend: BackendName;
  /** Through TensorFlow.js's own ops instead of our kernels. */
  portable: boolean;
}

export interface VerifySurroundings {
  /** Where it is computed; Chromium unless told. */
  host?: HostName;
  /** Called when there is something to put away; its signal is aborted where the command ends from then on. */
  answer?: () => AbortSignal;
}

/** One file on one backend. */
export interface Verified extends Means {
  file: string;
  adapter: string;
  seconds: number;
  /** No row failed. */
  passed: boolean;
  rows: CheckRow[];
}

/** Why there is no report, in one sentence. */
export interface Unverified extends Partial<Means> {
  file: string;
  /** Absent where the file itself is at fault, which no backend changes. */
  backend?: BackendName;
  passed: false;
  problem: string;
}

export type Verification = Verified | Unverified;

export const isVerified = (result: Verification): result is Verified => 'rows' in result;

/** No backend can do anything with the file. */
export const isUnusable = (result: Verification): boolean =>
  !isVerified(result) && result.backend === undefined;

/** "wasm", "wasm without kernels of ours". */
export const meansInWords = ({ backend, portable }: Means): string =>
  portable ? `${backend} without kernels of ours` : backend;

/**
 * Verifies each file by each means, one after the other, and hands over each result as it is there. A file that
 * is no recording and a backend that gives up are results too: the others are verified all the same.
 *
 * @throws {UsageError} for a file that is missing or unreadable, before any is verified
 * @throws {CommandEnding | EngineLostError} where it ends before the last
 */
export async function verifyFiles(
  files: readonly string[],
  means: readonly Means[],
  onResult: (result: Verification) => void,
  { host: name = 'chromium', answer = () => new AbortController().signal }: VerifySurroundings = {},
): Promise<Verification[]> {
  for (const file of files) requireFile(file);
  const host = await openHost(name);
  const ended = endOf(answer());
  try {
    const results: Verification[] = [];
    for (const file of files) {
      const verify = await host.open(file);
      for (const one of means) {
        const result = await Promise.race([verifyBy(verify, file, one), ended]);
        results.push(result);
        onResult(result);
        if (isUnusable(result)) break;
      }
    }
    return results;
  } finally {
    await host.close();
  }
}

type OpenRecording = Awaited<ReturnType<VerifyHost['open']>>;

/** Rejects when the command is ended. */
function endOf(interruption: AbortSignal): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    interruption.addEventListener('abort', () => {
      const ending = endingOf(interruption);
      if (ending !== undefined) reject(ending);
    });
  });
  // Between two files nobody waits for it.
  ended.catch(() => undefined);
  return ended;
}

async function verifyBy(verify: OpenRecording, file: string, means: Means): Promise<Verification> {
  const started = performance.now();
  const reply = await verify(means);
  switch (reply.type) {
    case 'unusable':
      return { file, passed: false, problem: reply.message };
    case 'failed':
      return { file, ...means, passed: false, problem: reply.message };
    case 'rows':
      return {
        file,
        ...means,
        adapter: reply.device.adapter,
        seconds: (performance.now() - started) / 1000,
        passed: hasPassed(reply.rows),
        rows: reply.rows,
      };
  }
}
