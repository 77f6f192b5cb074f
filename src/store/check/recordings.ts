/** @file Recordings to check a device with: the ones that ship with the app, and the visitor's own files. */

type Fetch = typeof globalThis.fetch;

/** A run of the released PyTorch code, every quantity of it. */
export interface Recording {
  /** File name, for messages and the report. */
  name: string;
  title: string;
  /** What it holds, in a few words. */
  about: string;
  /**
   * The file's bytes, anew at every call.
   * @throws RecordingError
   */
  read: (signal: AbortSignal, fetch: Fetch) => Promise<ArrayBuffer>;
}

/** A recording cannot be had. The message is for the person. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** Addresses of the assets; the files themselves are fetched by a check. */
const addresses = import.meta.glob<string>('../../../fixtures/golden/*.safetensors', {
  query: '?url',
  import: 'default',
  eager: true,
});

const shippedRecording = (stem: string, title: string, about: string): Recording => {
  const name = `${stem}.safetensors`;
  return { name, title, about, read: (signal, fetch) => fetchRecording(name, signal, fetch) };
};

export const shippedRecordings: readonly Recording[] = [
  shippedRecording(
    'dino-vit',
    'Vision transformer',
    '15 training steps with adaptive bootstrapping: DINO, AdamW, neighbours by the first view',
  ),
  shippedRecording(
    'dino-vit-mean',
    'Vision transformer on grey images',
    '18 training steps: a window of three epochs, neighbours by the mean of both views, free prototypes',
  ),
  shippedRecording(
    'dino-resnet-bn',
    'ResNet with BatchNorm throughout',
    '15 training steps: SGD, BatchNorm in the head too, neighbours by the second view',
  ),
  shippedRecording(
    'dino-resnet-lars',
    'ResNet with LARS',
    '15 training steps: the LARS optimiser, neighbours by the first view',
  ),
  shippedRecording(
    'metrics',
    'Metrics and losses',
    'every metric of the charts in float64, and the losses of BYOL, SimSiam and NNCLR with their gradients',
  ),
  shippedRecording(
    'augment',
    'Augmentations',
    'what torchvision and Pillow make of images: crops, colour, blur, flip, solarise',
  ),
];

async function fetchRecording(name: string, signal: AbortSignal, fetch: Fetch): Promise<ArrayBuffer> {
  const address = addresses[`../../../fixtures/golden/${name}`];
  if (address === undefined)
    throw new RecordingError(`The recording ${name} is not part of this build of the app.`);
  let reason: string;
  try {
    const response = await fetch(address, { signal });
    // Some hosts answer for a missing file with the page itself, and call that a success.
    const isPage = response.headers.get('Content-Type')?.startsWith('text/html') === true;
    if (response.ok && !isPage) return await response.arrayBuffer();
    reason = response.ok ? 'the host has no such file' : `the host answered ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    reason = error instanceof Error ? error.message : String(error);
  }
  throw new RecordingError(
    `The recording ${name} could not be fetched (${reason}); check the connection and start again.`,
  );
}

/** A recording of a small model has well under a megabyte; this much still fits into a phone's memory. */
const MAX_BYTES = 256e6;

/** A file of the visitor. @throws RecordingError when read, if it is too large or gone */
export const ownRecording = (file: File): Recording => ({
  name: file.name,
  title: file.name,
  about: 'a file of yours',
  read: async () => {
    if (file.size > MAX_BYTES)
      throw new RecordingError(
        `${file.name} has ${Math.round(file.size / 1e6)} MB; a recording has at most ${MAX_BYTES / 1e6} MB.`,
      );
    try {
      return await file.arrayBuffer();
    } catch {
      throw new RecordingError(`${file.name} could not be read; it may have moved, so choose it again.`);
    }
  },
});
