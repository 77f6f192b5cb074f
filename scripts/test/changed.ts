/** @file What a change concerns, for a quick answer: the files that git names, and the tests they call for. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** What of each stage a change calls for; paths are relative to the repository, with forward slashes. */
export interface Scope {
  /** Every file that changed. */
  files: readonly string[];
  /** The change touches the rules themselves, which hold everywhere. */
  lintsAll: boolean;
  /** Changed code, whose unit tests are those that import it, however indirectly. */
  code: readonly string[];
  /** Folders whose browser tests lie beside what changed. */
  kernelFolders: readonly string[];
  /** End-to-end tests that themselves changed. */
  specs: readonly string[];
  /** The site changed: the end-to-end tests of its main way are run. */
  changesSite: boolean;
  /** What a step computes may have changed. */
  changesTraining: boolean;
}

const rules = /^(\.oxlintrc\.json|tsconfig\.json|\.prettierrc\.json|scripts\/lint\/.*\.js)$/;
const code = /^(src|scripts|bench)\/.*\.tsx?$/;
const test = /\.test\.tsx?$/;
const site = /^(src\/(?!cli\/)|public\/|index\.html|vite\.config\.ts)/;
const training = /^(src\/(adasim|tensor|model|training|worker)\/|fixtures\/(golden|twin)\/)/;

/** @param browserTests all tests that run in a browser */
export function scopeOf(files: readonly string[], browserTests: readonly string[]): Scope {
  const others = files.filter((file) => !test.test(file));
  const homes = new Set(browserTests.map((file) => path.posix.dirname(file)));
  const nearest = files.flatMap((file) => ancestors(file).find((folder) => homes.has(folder)) ?? []);
  return {
    files,
    lintsAll: files.some((file) => rules.test(file)),
    code: files.filter((file) => code.test(file)),
    kernelFolders: [...new Set(nearest)].map((folder) => `${folder}/`),
    specs: files.filter((file) => /^e2e\/.*\.spec\.ts$/.test(file)),
    changesSite: others.some((file) => site.test(file)),
    changesTraining: others.some((file) => training.test(file)),
  };
}

/** The folders that hold a file, from the nearest on. */
function ancestors(file: string): string[] {
  const folder = path.posix.dirname(file);
  return folder === '.' ? [] : [folder, ...ancestors(folder)];
}

/**
 * The scope of what is not committed, and of what this branch has that `main` has not.
 *
 * @param folder a checkout
 */
export function changedScope(folder = '.'): Scope {
  const git = (...words: string[]) => answerOfGit(folder, words);
  const base = git('merge-base', 'HEAD', 'main')[0] ?? git('merge-base', 'HEAD', 'origin/main')[0] ?? 'HEAD';
  const files = [
    ...git('diff', '--name-only', '--diff-filter=d', base),
    ...git('ls-files', '--others', '--exclude-standard'),
  ];
  return scopeOf(files, git('ls-files', '*.browser.test.ts', '*.browser.test.tsx'));
}

/** Its lines; none where it cannot answer. */
function answerOfGit(folder: string, words: readonly string[]): string[] {
  try {
    const answer = execFileSync('git', words, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return answer.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}
