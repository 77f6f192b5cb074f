/** @file A folder for what is built and served while a command runs. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An empty folder, and what removes it; the end of the process does so, too. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => void }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'adasim-engine-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  return { folder, remove };
}
