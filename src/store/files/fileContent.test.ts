import { describe, expect, it, vi } from 'vitest';
import { writeSafetensors } from '../../formats/safetensors.ts';
import { readContent } from './fileContent.ts';

const file = (content: BlobPart, name = 'a.safetensors') => new File([content], name);

/** Bytes 0–7 claim so long a header; byte 8 opens it. */
function claiming(headerBytes: bigint, ...rest: string[]): File {
  const prefix = new DataView(new ArrayBuffer(8));
  prefix.setBigUint64(0, headerBytes, true);
  return new File([prefix, '{', ...rest], 'claim.safetensors');
}

const networks = writeSafetensors(
  new Map([['backbone.weight', { dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) }]]),
);

describe('readContent', () => {
  it('gives networks as bytes, whatever the file is called', async () => {
    for (const name of ['a.safetensors', 'a.json', 'a'])
      expect(await readContent(file(networks, name))).toEqual({ kind: 'networks', bytes: networks.buffer });
  });

  it.each<[string, unknown]>([
    ['{"seed": 3}', { seed: 3 }],
    ['\ufeff{"seed": 3}', { seed: 3 }],
    ['\n\t {}', {}],
    ['[1]', [1]],
    ['"a"', 'a'],
    ['{"a":1,"b":{"c":2}}', { a: 1, b: { c: 2 } }],
  ])('gives %j as settings', async (text, settings) => {
    expect(await readContent(file(text))).toEqual({ kind: 'settings', settings });
  });

  it.each<[BlobPart, string]>([
    ['{"seed": 3', 'it is not JSON: '],
    [' '.repeat(20), 'it is not JSON: '],
    ['{"seed": 3,\n"seed": 4}', 'it has "seed" twice, in lines 1 and 2; take one of them out.'],
    [Uint8Array.of(0x7b, 0x22, 0xe4, 0x22, 0x7d), 'it is not text in UTF-8'],
    [
      Buffer.from('\ufeff{"seed": 3}', 'utf16le'),
      'This is text in UTF-16, not safetensors: save it as UTF-8.',
    ],
  ])('refuses %j as settings', async (content, sentence) => {
    await expect(readContent(file(content))).rejects.toThrow(sentence);
  });

  it('tells a header whose length begins like text from text', async () => {
    // 0x0120 bytes: the first of the file is a space.
    const padded = claiming(288n, '}', ' '.repeat(286));
    expect((await readContent(padded)).kind).toBe('networks');
  });

  it.each([
    [file(''), 'it is empty.'],
    [
      file('PK\x03\x04\x14\0\x08\x08a/data.pkl'),
      'This is a file of torch.save (.pth, .pt), not safetensors: save',
    ],
    [file('1234'), 'it is neither safetensors, whose byte 8 is “{”, nor JSON.'],
    [file(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)), 'it is neither safetensors'],
    [file(networks.subarray(0, 8)), 'it is neither safetensors'],
    [claiming(2n ** 31n), 'Bytes 0–7 claim a header of 2147483648 bytes, but only 1 follow'],
    [claiming(2n ** 64n - 1n), 'Bytes 0–7 claim a header of 18446744073709551615 bytes'],
  ])('refuses %j with a sentence', async (bad, sentence) => {
    await expect(readContent(bad)).rejects.toThrow(sentence);
  });

  /** A file that says it is larger than it is, and that must not be read beyond its first bytes. */
  function huge(content: File, size: number): File {
    Object.defineProperty(content, 'size', { value: size });
    vi.spyOn(content, 'arrayBuffer').mockRejectedValue(new Error('read as a whole'));
    return content;
  }

  it('does not read what is too large', async () => {
    await expect(readContent(huge(file(networks), 1.2e9))).rejects.toThrow(
      'it has 1200 MB; a run is read from at most 1000 MB.',
    );
    await expect(readContent(huge(file('{}'), 5e6))).rejects.toThrow(
      'it has 5 MB; a configuration is read from at most 1 MB.',
    );
  });

  it('says that a file has gone', async () => {
    const gone = file(networks);
    vi.spyOn(gone, 'arrayBuffer').mockRejectedValue(new DOMException('NotFoundError'));
    await expect(readContent(gone)).rejects.toThrow(
      'it could not be read; it may be a folder, or have moved',
    );
  });
});
