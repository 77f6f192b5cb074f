/** @file The page's end of the wire to the worker that lays out a map; one worker for each layout. */
import type { LayoutAnswer, LayoutRequest } from '../protocol/layout.ts';

/** What is needed of a worker; a test hands in a scripted one. */
export interface LayoutPort {
  postMessage(request: LayoutRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<LayoutAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface LayoutListener {
  onProgress: (share: number) => void;
  onDone: (positions: Float32Array<ArrayBuffer>) => void;
  /** It could not be loaded, or has failed. */
  onFailed: () => void;
}

/** Begins a layout. Returns what ends it before its time. */
export type LayOut = (request: LayoutRequest, listener: LayoutListener) => () => void;

const besideThePage = (): LayoutPort =>
  new Worker(new URL('../worker/layoutWorker.ts', import.meta.url), { type: 'module', name: 'layout' });

export const layOutBy =
  (spawn: () => LayoutPort): LayOut =>
  (request, { onProgress, onDone, onFailed }) => {
    const worker = spawn();
    worker.onmessage = ({ data }) => {
      if (data.type === 'progress') onProgress(data.share);
      else {
        worker.terminate();
        onDone(data.positions);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      onFailed();
    };
    worker.postMessage(request);
    return () => worker.terminate();
  };

export const layOut = layOutBy(besideThePage);
