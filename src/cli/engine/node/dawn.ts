/** @file Dawn, which is Chromium's WebGPU, for Node: a package that whoever wants it installs beside this project's. */
import { createRequire } from 'node:module';
import { UsageError } from '../../command/failure.ts';

export const dawnPackage = 'webgpu';

export const howToGetDawn =
  `It comes from the package ‘${dawnPackage}’, which few need and npm ci therefore leaves out: ` +
  `get it with \`npm install --no-save ${dawnPackage}\`.`;

/**
 * Makes sure that the package is there, before anything is built for it.
 *
 * @param resolve finds a package by its name, or throws
 * @throws {UsageError} that says how to get it
 */
export function requireDawn(
  resolve: (name: string) => unknown = createRequire(import.meta.url).resolve,
): void {
  try {
    resolve(dawnPackage);
  } catch {
    throw new UsageError(`Node has no WebGPU of its own. ${howToGetDawn}`);
  }
}
