/** @file Where recordings are computed again: in Chromium or in Firefox. */
import { basename } from 'node:path';
import type { VerifyReply, VerifyRequest } from '../../protocol/verification.ts';

export const hostNames = ['chromium', 'firefox'] as const;

export type HostName = (typeof hostNames)[number];

/** How a recording is to be computed. */
export type Manner = Omit<VerifyRequest, 'bytes' | 'fileName'>;

export interface VerifyHost {
  /** Makes a recording ready, and gives what verifies it; that rejects, in a sentence, when the host dies. */
  open: (file: string) => Promise<(manner: Manner) => Promise<VerifyReply>>;
  close: () => Promise<void>;
}

/** @throws {UsageError} when this machine has no such host, with how to get one */
export const openHost = (name: HostName): Promise<VerifyHost> => hosts[name]();

const hosts: Readonly<Record<HostName, () => Promise<VerifyHost>>> = {
  chromium: async () => {
    const { openEngine } = await import('../engine/engine.ts');
    const engine = await openEngine({ adapter: 'any' });
    return {
      open: async (file) => {
        const url = await engine.offer(file);
        return (manner) =>
          engine.alive(
            engine.page.evaluate(([address, request]) => window.adasimVerify(address, request), [
              url,
              { fileName: basename(file), ...manner },
            ] as const),
          );
      },
      close: engine.close,
    };
  },
  firefox: async () => {
    const { openInFirefox, requireFirefox } = await import('../engine/firefox.ts');
    requireFirefox();
    const { servePage } = await import('../engine/servedPage.ts');
    const served = await servePage();
    try {
      const { page, alive, close } = await openInFirefox(served.url);
      return {
        open: async (file) => {
          const url = await served.offer(file);
          return (manner) =>
            alive(
              page.evaluate((address, request) => window.adasimVerify(address, request), url, {
                fileName: basename(file),
                ...manner,
              }),
            );
        },
        close: async () => {
          await close();
          await served.close();
        },
      };
    } catch (error) {
      await served.close();
      throw error;
    }
  },
};
