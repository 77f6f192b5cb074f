import { expect, test } from 'vitest';
import recording from '../../fixtures/golden/dino-resnet-bn.safetensors?url';
import { createVerifier } from '../client/verifyClient.ts';
import { lendThreads } from '../threads/lendThreads.ts';
import type { Misfortune } from './losingDevice.ts';

const lost = /^The graphics device was lost.*\. Check again, or choose another backend\.$/;

test(
  'a device that is lost during a verification is a sentence, and the next has a device of its own',
  { tags: ['slow'] },
  async () => {
    const workers: Worker[] = [];
    const verifier = createVerifier(() => {
      const worker = lendThreads(
        new Worker(new URL('./losingVerifyWorker.ts', import.meta.url), { type: 'module' }),
      );
      workers.push(worker);
      return worker;
    });
    const lose = (misfortune: Misfortune) => workers.at(-1)?.postMessage(misfortune);
    const verify = async () => {
      const bytes = await (await fetch(recording)).arrayBuffer();
      return () => verifier.verify({ fileName: 'dino-resnet-bn.safetensors', bytes, backend: 'webgpu' });
    };
    try {
      const during = (await verify())();
      lose({ lose: 'submitting', after: 5 });
      expect(await during).toEqual({ type: 'failed', message: expect.stringMatching(lost) as string });

      const passed = await (await verify())();
      expect(workers).toHaveLength(2);
      expect(passed).toMatchObject({ type: 'rows' });

      // While it waits for the next recording.
      lose({ lose: 'now', after: 0 });
      expect(await (await verify())()).toEqual({
        type: 'failed',
        message: expect.stringMatching(lost) as string,
      });
    } finally {
      verifier.end();
    }
  },
);
