/** @file What the system says when a disk, a pipe or a terminal takes nothing more, in words. */

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it would be larger than a file may be here',
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'the disk is read-only',
  EIO: 'the device does not answer as it should',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** `ENOSPC` and the like, of an error of the system or of one that passes it on in its message. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) return error.code;
  return /\b(E[A-Z]{2,}):/.exec(error.message)?.[1];
}

/** Why something could not be written, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error);
  const known = code === undefined ? undefined : words[code];
  return known ?? (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

/** No fault of a command, whatever it was writing: a browser's page, a copy of a file, a listing. */
export const isFullDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EROFS'].includes(systemCode(error) ?? '');

/** Names what could not be written, where the system does. */
export function fullDiskSentence(error: unknown): string {
  return `${fileOf(error) ?? 'A temporary file'} cannot be written: ${reasonOf(error)}.`;
}

/** Of a copy that failed, `path` is what was read. */
function fileOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('dest' in error) return String(error.dest);
  return 'path' in error ? String(error.path) : undefined;
}
