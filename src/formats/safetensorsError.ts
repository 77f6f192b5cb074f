/** @file The one error of the safetensors codec. */

/** A file that is not safetensors, or not what its reader expects; the message names the tensor or byte. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

/** Ends the reading of a file with a sentence for the person. */
export function reject(message: string): never {
  throw new SafetensorsError(message);
}
