/** @file Every error as a sentence for the person. */

/** Errors that were written for a person say what happened and what to do. */
const WRITTEN_FOR_PEOPLE = new Set(['BackendError', 'ConfigError', 'DatasetError', 'TrainingError', 'SafetensorsError']);

export function explain(error: unknown): string {
  if (error instanceof Error && WRITTEN_FOR_PEOPLE.has(error.name)) return error.message;
  const detail = error instanceof Error ? error.message : String(error);
  return `The engine stopped unexpectedly: ${detail.replace(/\.$/, '')}. Reset to start again, or choose another backend.`;
}
