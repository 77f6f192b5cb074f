/** @file Which version of the sources the runs are computed with. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** What results depend on. Others may change, such as the results themselves. */
const sources = ['src', 'scripts', 'package.json', 'package-lock.json', 'vite.config.ts'];

export interface SourceVersion {
  /** Null outside of a clone. */
  commit: string | null;
  /** Whether the sources differ from the commit. */
  changed: boolean;
}

export function sourceVersion(): SourceVersion {
  try {
    const [commit = null, below = ''] = git('rev-parse', 'HEAD', '--show-prefix').split('\n');
    // A copy inside of another repository.
    if (below !== '') return { commit: null, changed: false };
    return { commit, changed: git('status', '--porcelain', '--', ...sources).trim() !== '' };
  } catch {
    // No git, or a copy without its history.
    return { commit: null, changed: false };
  }
}

const git = (...words: string[]): string =>
  execFileSync('git', words, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
