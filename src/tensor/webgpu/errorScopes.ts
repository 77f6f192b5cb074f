/** @file What a device complains of while it is told something for the first time. */
import { refused } from '../backendError.ts';
import type { TapingBackend } from './tape/tapingBackend.ts';

const kinds = ['validation', 'out-of-memory', 'internal'] as const satisfies readonly GPUErrorFilter[];

/**
 * Does `work`, submits what it asked of the device, and waits until the device has looked at it all.
 * @throws BackendError where the device refused something, which it drops without another word
 */
export async function underScopes<T>(backend: TapingBackend, work: () => T): Promise<T> {
  const { device } = backend;
  for (const kind of kinds) device.pushErrorScope(kind);
  let result: T;
  let complaints: Promise<GPUError | null>[];
  try {
    result = work();
    backend.flush();
  } finally {
    complaints = kinds.map(() => device.popErrorScope());
  }
  const [complaint] = (await Promise.all(complaints)).filter((error) => error !== null);
  if (complaint !== undefined) throw refused(complaint.message);
  return result;
}
