/** @file The settings that a lesson may name: those of any experiment, whatever its backbone. */
import { defaultBackbones, defaultConfig } from '../config/defaults.ts';
import { pathsIn } from '../config/paths.ts';
import { NameError } from './fault.ts';

const paths: ReadonlySet<string> = new Set(
  Object.values(defaultBackbones).flatMap((backbone) => pathsIn({ ...defaultConfig, backbone })),
);

/** @throws NameError */
export function settingOf(path: string): string {
  if (paths.has(path)) return path;
  throw new NameError(
    `there is no setting called “${path}”; settings are called as in a link, such as bootstrap.topK.`,
  );
}
