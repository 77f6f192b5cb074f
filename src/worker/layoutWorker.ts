/** @file Lays out one map, beside the page and beside training, and ends. */
import { stream } from '../adasim/random.ts';
import { umap, UMAP_ROUNDS } from '../adasim/map/umap.ts';
import type { LayoutAnswer, LayoutRequest } from '../protocol/layout.ts';

/** Between two words of how far it is, milliseconds. */
const WORD_INTERVAL = 100;

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => layOut(data));

function layOut({ graph, start, seed }: LayoutRequest): void {
  const { images, nearest, neighbours, similarities } = graph;
  // Features have length 1: their distance follows from the cosine.
  const distances = similarities.map((cosine) => Math.sqrt(Math.max(0, 2 - 2 * cosine)));
  const work = umap({ rows: images.length, nearest, neighbours, distances }, start, stream(seed, 'umap'));
  let toldAt = performance.now();
  for (let round = 1; ; round += 1) {
    const step = work.next();
    if (step.done === true) {
      const positions = Float32Array.from(step.value);
      send({ type: 'done', positions }, [positions.buffer]);
      return;
    }
    const now = performance.now();
    if (now - toldAt < WORD_INTERVAL) continue;
    toldAt = now;
    send({ type: 'progress', share: round / UMAP_ROUNDS });
  }
}

const send = (answer: LayoutAnswer, transfer: ArrayBuffer[] = []): void => postMessage(answer, { transfer });
