/** @file The training worker of an engine's page, as a run sees it. */
import type { Download } from 'playwright';
import { fillWhole } from '../disk/wholeFile.ts';
import type { EnginePage } from '../engine/engine.ts';
import type { TrainPort } from './remoteRun.ts';

export const trainPort = ({ page, url, death, alive, offer }: EnginePage): TrainPort => ({
  dataUrl: `${url}data/`,
  listen: async (onEvent, onSeen) => {
    await page.exposeFunction('adasimReceive', onEvent);
    if (onSeen !== undefined) await page.exposeFunction('adasimSee', onSeen);
  },
  send: async (command, file) => {
    const checkpointUrl = file === undefined ? undefined : await offer(file);
    await alive(
      page.evaluate(([message, address]) => window.adasimSend(message, address), [
        command,
        checkpointUrl,
      ] as const),
    );
  },
  receive: (path, given) =>
    new Promise((resolve, reject) => {
      const take = (download: Download) => {
        fillWhole(path, (part) => alive(download.saveAs(part))).then(resolve, reject);
      };
      page.once('download', take);
      given.addEventListener('abort', () => page.off('download', take));
    }),
  death,
});
