/** @file The flag that commands share. */
import { Option } from 'commander';

export function backendOption(choices: readonly string[]): Option {
  return new Option('--backend <name>', 'what to compute on').choices(choices);
}
