/** @file Puts code around a method of the platform, for as long as it is needed. */

/** Gets the call to go on with, what the method was given, and whom it was called on. */
type Around = (
  proceed: (...parameters: unknown[]) => unknown,
  parameters: unknown[],
  owner: unknown,
) => unknown;

/** @returns what takes it away again */
export function wrapMethod(prototype: object, name: string, around: Around): () => void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== 'function') throw new Error(`There is no method ${name} to be watched.`);
  Reflect.set(prototype, name, function (this: unknown, ...parameters: unknown[]) {
    return around((...given) => Reflect.apply(original, this, given), parameters, this);
  });
  return () => {
    Reflect.set(prototype, name, original);
  };
}
