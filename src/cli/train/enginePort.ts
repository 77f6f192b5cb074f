/** @file The training worker of an engine's page, as a run sees it. */
import { rename } from 'node:fs/promises';
import type { EnginePage } from '../engine/engine.ts';
import type { TrainPort } from './remoteRun.ts';

export const trainPort = ({ page, url, death, offer }: EnginePage): TrainPort => ({
  dataUrl: `${url}data/`,
  listen: async (onEvent) => {
    await page.exposeFunction('adasimReceive', onEvent);
  },
  send: async (command, file) => {
    const checkpointUrl = file === undefined ? undefined : await offer(file);
    await page.evaluate(([message, address]) => window.adasimSend(message, address), [
      command,
      checkpointUrl,
    ] as const);
  },
  receive: async (path) => {
    const download = await page.waitForEvent('download', { timeout: 0 });
    // A file that is replaced is there until the new one is whole.
    const part = `${path}.part`;
    await download.saveAs(part);
    await rename(part, path);
  },
  death,
});
