import { describe, expect, it } from 'vitest';
import { assembleFile } from '../../fixtures/assembleFile.ts';
import { foreignFile } from './foreignFile.ts';
import { parseSafetensors, SafetensorsError } from './safetensors.ts';

/** A file that begins so, one character a byte, and goes on for longer than any header that it may seem to claim. */
const beginning = (text: string): Uint8Array => {
  const file = new Uint8Array(4096).fill(0x5a);
  file.set(Array.from(text, (character) => character.charCodeAt(0)));
  return file;
};

/** The first entry of a zip archive as torch.save and NumPy write it. */
const zipped = (name: string): string =>
  `PK\x03\x04\x00\x00\x08\x08${'\0'.repeat(18)}${String.fromCharCode(name.length)}\0\x14\0${name}FB`;

describe('a file of another format is called what it is', () => {
  it.each([
    [
      'torch.save',
      zipped('run/data.pkl'),
      'This is a file of torch.save (.pth, .pt), not safetensors: save its',
    ],
    ['torch.save, under a long name', zipped(`${'x'.repeat(240)}/data.pkl`), 'a file of torch.save'],
    [
      'an old torch.save',
      '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8',
      'a Python pickle, as torch.save',
    ],
    // Its frame's length makes the claim of a header that could be.
    ['a pickle of protocol 4', '\x80\x04\x95\0\0\0\0\0\0\0\0', 'a Python pickle, as torch.save'],
    ['NumPy archives', zipped('weight.npy'), 'a NumPy archive (.npz)'],
    ['NumPy arrays', "\x93NUMPY\x01\x00v\x00{'descr'", 'a NumPy array (.npy)'],
    ['other archives', zipped('run.safetensors'), 'a zip archive, not safetensors: unpack it'],
    ['HDF5', '\x89HDF\r\n\x1a\n', 'an HDF5 file (.h5)'],
    ['GGUF', 'GGUF\x03\0\0\0{', 'a GGUF file'],
    ['gzip', '\x1f\x8b\x08\0\0\0\0\0\0\x03', 'a gzip archive'],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:', 'a pointer of Git LFS'],
    ['a page', '<!DOCTYPE html><html>', 'a web page'],
    ['UTF-16', '\xff\xfe{\0"\0s\0', 'text in UTF-16, not safetensors: save it as UTF-8.'],
  ])('%s', (_, begins, sentence) => {
    const read = () => parseSafetensors(beginning(begins));
    expect(read).toThrow(SafetensorsError);
    expect(read).toThrow(sentence);
    expect(read).toThrow(/^This is .*, not safetensors: .*\.$/);
  });

  it('and one of no format that we know is not', () => {
    expect(foreignFile(beginning('\x89PNG\r\n\x1a\n'))).toBeUndefined();
    expect(() => parseSafetensors(beginning('\x89PNG\r\n\x1a\n'))).toThrow('Bytes 0–7 claim a header of');
    expect(foreignFile(new Uint8Array(0))).toBeUndefined();
  });

  it('nor is a header whose length begins like one', () => {
    // 0x8b1f bytes, as gzip begins.
    expect(parseSafetensors(assembleFile(`{}${' '.repeat(0x8b1f - 2)}`)).tensors.size).toBe(0);
  });
});
