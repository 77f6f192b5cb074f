import { describe, expect, it } from 'vitest';
import { areServed } from './binaries.ts';

const binary = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const host =
  (answer: () => Response): typeof fetch =>
  (url) =>
    url === 'there.wasm' ? Promise.resolve(new Response(binary)) : Promise.resolve().then(answer);

describe('areServed', () => {
  it('is true of files that begin as binaries do', async () => {
    expect(
      await areServed(
        ['there.wasm', 'there.wasm'],
        host(() => Response.error()),
      ),
    ).toBe(true);
  });

  it.each<[string, () => Response]>([
    ['is missing', () => new Response('Not found.', { status: 404 })],
    ['is answered with a page', () => new Response('<!doctype html>')],
    ['is empty', () => new Response('')],
    [
      'cannot be reached',
      () => {
        throw new TypeError('Failed to fetch');
      },
    ],
  ])('is false where one %s', async (_, answer) => {
    expect(await areServed(['there.wasm', 'other.wasm'], host(answer))).toBe(false);
  });
});
