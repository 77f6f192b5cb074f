/** @file What is told of a backend that cannot be had, or can no longer be trusted. */

/** The message is for the person. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}

/** The graphics device is gone, and all that was on it; another may be had. */
export class DeviceLostError extends BackendError {
  /** @param reason what the browser says, which may be nothing */
  constructor(reason: string) {
    super(`The graphics device was lost${inBrackets(reason)}.`);
  }
}

/**
 * A device that refuses a command or a shader drops the whole submission: what is read from then on is not what was
 * computed.
 * @param complaint what the device says
 */
export const refused = (complaint: string): BackendError =>
  new BackendError(
    `The graphics device refused a command${inBrackets(complaint)}, so the run was stopped: what it would compute is not the method. Choose WASM, or a smaller batch or network.`,
  );

/** The first line of what a device says, which may be a whole report; nothing of nothing. */
export function inBrackets(message: string): string {
  const line = message.trim().split('\n')[0]?.replace(/\.$/, '') ?? '';
  return line === '' ? '' : ` (${line})`;
}
