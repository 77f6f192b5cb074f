/** @file The one error for a configuration that cannot be used. */

/**
 * A configuration the person gave (a flag, a file, the link, the form) that cannot be used.
 * `message` is one sentence for that person: which setting, its value, and what is allowed.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Dotted path of the setting, such as `bootstrap.topK`; empty when no single setting is at fault. */
  readonly path: string;

  constructor(message: string, path = '') {
    super(message);
    this.path = path;
  }
}
