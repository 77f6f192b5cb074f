/** @file Where recordings are computed again: in Chromium, in Firefox, or in Node without any browser. */
import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { BackendName } from '../../protocol/device.ts';
import type { VerifyReply, VerifyRequest } from '../../protocol/verification.ts';

export const hostNames = ['chromium', 'firefox', 'node'] as const;

export type HostName = (typeof hostNames)[number];

/** What each host computes on. The threads and files of WASM are a page's affair, which Node has none of. */
export const backendsOf: Readonly<Record<HostName, readonly BackendName[]>> = {
  chromium: ['webgpu', 'wasm', 'cpu'],
  firefox: ['webgpu', 'wasm', 'cpu'],
  node: ['webgpu'],
};

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
  node: async () => {
    const { requireDawn } = await import('../engine/node/dawn.ts');
    requireDawn();
    const { buildWorker } = await import('../engine/node/builtWorker.ts');
    const { nodeWorker } = await import('../engine/node/nodeWorker.ts');
    const { ownPage } = await import('../engine/servedPage.ts');
    const { createVerifier } = await import('../../client/verifyClient.ts');
    const { script, remove } = await buildWorker(ownPage, 'verifyWorker');
    const verifier = createVerifier(() => nodeWorker<VerifyRequest, VerifyReply>(script));
    return {
      open: (file) =>
        Promise.resolve(async (manner) => {
          const bytes = Uint8Array.from(await readFile(file)).buffer;
          return verifier.verify({ fileName: basename(file), bytes, ...manner });
        }),
      close: () => {
        verifier.end();
        remove();
        return Promise.resolve();
      },
    };
  },
};
