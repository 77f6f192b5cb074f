/** @file Every error as a sentence for the person. */
import { isUnfetched, unloaded } from '../protocol/unloaded.ts';

/** Errors that were written for a person say what happened and what to do. */
const WRITTEN_FOR_PEOPLE = new Set([
  'BackendError',
  'ConfigError',
  'DatasetError',
  'DeviceLimitError',
  'ProfileError',
  'TrainingError',
  'SafetensorsError',
]);

/** @param advice what to do about an error that nobody foresaw: one sentence */
export function explain(error: unknown, advice = 'Reset to start again, or choose another backend.'): string {
  if (error instanceof Error && WRITTEN_FOR_PEOPLE.has(error.name)) return error.message;
  if (isUnfetched(error)) return unloaded;
  const detail = error instanceof Error ? error.message : String(error);
  return `The engine stopped unexpectedly: ${detail.replace(/\.$/, '')}. ${advice}`;
}
