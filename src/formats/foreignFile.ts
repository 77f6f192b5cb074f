/** @file What a file is that is no safetensors, told by its first bytes, and what the person can do with it. */

/** Bytes of a file's start that {@link foreignFile} looks at: the first name in a zip archive is among them. */
export const startBytes = 512;

interface ForeignFormat {
  /** One character a byte. */
  begins: string;
  /** Somewhere in the start. */
  has?: string;
  is: string;
  advice: string;
}

const asSafetensors = 'save its tensors as safetensors, see interop/pytorch';
const unpack = 'unpack it and open what is in it';
const reload = 'fetch the file itself';

const foreignFormats: readonly ForeignFormat[] = [
  { begins: 'PK\x03\x04', has: '.pkl', is: 'a file of torch.save (.pth, .pt)', advice: asSafetensors },
  { begins: 'PK\x03\x04', has: '.npy', is: 'a NumPy archive (.npz)', advice: asSafetensors },
  { begins: 'PK\x03\x04', is: 'a zip archive', advice: unpack },
  // Of each version of the protocol that torch.save has written.
  ...['\x02', '\x03', '\x04', '\x05'].map((version) => ({
    begins: `\x80${version}`,
    is: 'a Python pickle, as torch.save writes (.pth, .pt)',
    advice: asSafetensors,
  })),
  { begins: '\x93NUMPY', is: 'a NumPy array (.npy)', advice: asSafetensors },
  { begins: '\x89HDF\r\n', is: 'an HDF5 file (.h5)', advice: asSafetensors },
  { begins: 'GGUF', is: 'a GGUF file, whose weights are of a language model', advice: 'open safetensors' },
  { begins: '\x1f\x8b', is: 'a gzip archive', advice: unpack },
  { begins: 'version https://git-lfs', is: 'a pointer of Git LFS', advice: `${reload}: git lfs pull` },
  { begins: '<!DOCTYPE', is: 'a web page', advice: reload },
  { begins: '<!doctype', is: 'a web page', advice: reload },
  { begins: '<html', is: 'a web page', advice: reload },
  { begins: '\xff\xfe', is: 'text in UTF-16', advice: 'save it as UTF-8' },
  { begins: '\xfe\xff', is: 'text in UTF-16', advice: 'save it as UTF-8' },
];

/**
 * A sentence on a file that cannot be safetensors; undefined where its start is of no format that we know.
 * @param start the file's first {@link startBytes} bytes, or more, or all
 */
export function foreignFile(start: Uint8Array): string | undefined {
  const text = String.fromCharCode(...start.subarray(0, startBytes));
  const found = foreignFormats.find(({ begins, has = '' }) => text.startsWith(begins) && text.includes(has));
  return found && `This is ${found.is}, not safetensors: ${found.advice}.`;
}
