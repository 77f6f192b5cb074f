/** @file A place in a JSON text, in words. */

/** `blocks[0].axes[1].name`; a key's own dots are in quotes. */
export const jsonPath = (path: readonly (string | number)[]): string =>
  path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (key.includes('.')) return `["${key}"]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
