/** @file npm starts commands in the repository, wherever the person stands; their paths count from the person. */
import { UsageError } from './failure.ts';

/**
 * Goes to the folder in which `npm run <script>` was typed. A command that npm has not started, or only the one which
 * started this one, is there already.
 *
 * @throws {UsageError} when that folder is gone
 */
export function standWhereTyped(
  script: string,
  { INIT_CWD, npm_lifecycle_event }: Readonly<Record<string, string | undefined>> = process.env,
  go: (folder: string) => void = (folder) => {
    process.chdir(folder);
  },
): void {
  if (INIT_CWD === undefined || INIT_CWD === '' || npm_lifecycle_event !== script) return;
  try {
    go(INIT_CWD);
  } catch {
    throw new UsageError(`The folder ${INIT_CWD}, where this was typed, cannot be entered.`);
  }
}
