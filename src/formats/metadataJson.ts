/** @file JSON texts in a file's metadata, parsed by a schema, with errors that name the key. */
import type { z } from 'zod';
import { JsonError, parseJson } from './json.ts';
import { quote } from './headerScanner.ts';
import { reject } from './safetensorsError.ts';
import type { Safetensors } from './safetensorsTypes.ts';

/** @throws SafetensorsError unless the file says it is of this format. */
export function requireFormat(file: Safetensors, format: string): void {
  const said = file.metadata.get('format');
  if (said !== format)
    reject(
      said === undefined
        ? `The file's metadata names no format; ${quote(format)} was expected.`
        : `The file is of format ${quote(said)}; ${quote(format)} was expected.`,
    );
}

/**
 * The metadata text `key`, parsed as JSON and by the schema.
 * @throws SafetensorsError naming the key, and the path within it that is wrong.
 */
export function metadataJson<Schema extends z.ZodType>(
  file: Safetensors,
  key: string,
  schema: Schema,
): z.output<Schema> {
  const text = file.metadata.get(key);
  if (text === undefined) return reject(`The file's metadata has no ${quote(key)}.`);
  const result = schema.safeParse(valueOf(text, `The metadata ${quote(key)}`));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [key, ...(issue?.path ?? [])].map(String).join('.');
  return reject(`The metadata ${quote(path)} is not valid: ${issue?.message ?? 'unknown reason'}.`);
}

function valueOf(text: string, what: string): unknown {
  try {
    return parseJson(text, what);
  } catch (error) {
    if (error instanceof JsonError) return reject(error.message);
    throw error;
  }
}
