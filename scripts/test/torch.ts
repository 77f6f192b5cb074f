/**
 * @file PyTorch for the tests that run in a browser: runs `adasim_interop` of `interop/pytorch` on files that
 * cross as base64. Where no Python here has torch, the tests that need it are skipped and say so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const module = fileURLToPath(new URL('../../interop/pytorch', import.meta.url));

/** Debian's torch belongs to Debian's Python, which need not be the first in the path. */
const candidates = ['python3', '/usr/bin/python3', 'python'];

let found: string | null | undefined;

/** The first Python that can import torch, null where there is none. */
export function pythonWithTorch(): string | null {
  found ??= candidates.find((python) => spawnSync(python, ['-c', 'import torch']).status === 0) ?? null;
  return found;
}

export interface TorchRequest {
  /** Words of the command line; files are named as in `files` and `output`. */
  words: string[];
  /** Files to be there, by name, in base64. */
  files: Record<string, string>;
  /** A file that the command writes. */
  output?: string;
}

export interface TorchReply {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The content of `output` in base64, empty where it was not written. */
  output: string;
}

/** Runs `python3 -m adasim_interop` in a folder of its own. */
export function runTorch({ words, files, output }: TorchRequest): TorchReply {
  const python = pythonWithTorch();
  if (python === null) throw new Error('No Python here can import torch.');
  const folder = mkdtempSync(path.join(tmpdir(), 'adasim-torch-'));
  try {
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(folder, name), Buffer.from(content, 'base64'));
    const { status, stdout, stderr } = spawnSync(python, ['-m', 'adasim_interop', ...words], {
      cwd: folder,
      env: { ...process.env, PYTHONPATH: module, PYTHONDONTWRITEBYTECODE: '1' },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const written = output !== undefined && status === 0;
    return {
      status,
      stdout,
      stderr,
      output: written ? readFileSync(path.join(folder, output)).toString('base64') : '',
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Both as commands of Vitest's browser mode. */
export const torchCommands = {
  hasTorch: (): boolean => pythonWithTorch() !== null,
  torch: (_context: unknown, request: TorchRequest): TorchReply => runTorch(request),
};

declare module 'vitest/browser' {
  interface BrowserCommands {
    hasTorch: () => Promise<boolean>;
    torch: (request: TorchRequest) => Promise<TorchReply>;
  }
}
