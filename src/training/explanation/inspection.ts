/**
 * @file Why an image has the positive that it has in an epoch. All of it is made again from what was recorded and
 * from named draws, on plain arrays: the device, and with it the run, does not notice.
 */
import type { SelectionHistory } from '../../adasim/selectionHistory.ts';
import { NO_NEIGHBOUR } from '../../adasim/window.ts';
import { describeImage, type Dataset, type Split } from '../../data/dataset.ts';
import { augmentPixels } from '../../tensor/ops/augmentPixels.ts';
import { tapTable } from '../../tensor/ops/augmentTaps.ts';
import { neighboursOf } from './gallery.ts';
import type { PairFeed, Showing } from '../pairFeed.ts';
import { PictureSheet, toRgba } from './pictureSheet.ts';
import type { Candidate, InspectedImage, Inspection } from '../../protocol/inspection.ts';

/** What an inspection looks into. */
export interface InspectedRun {
  dataset: Dataset;
  feed: PairFeed;
  history: SelectionHistory;
  bootstrapsEmbeddings: boolean;
}

/**
 * Inspects one image in one epoch, or in the known epoch nearest to it. The images must all be there.
 * @param epoch 0-based; null is the newest
 * @param alsoShown images whose pictures are wanted besides those that it speaks of
 * @returns undefined if no epoch is known, or there is no such image
 */
export function inspect(
  { dataset, feed, history, bootstrapsEmbeddings }: InspectedRun,
  image: number,
  epoch: number | null,
  alsoShown: readonly number[] = [],
): Inspection | undefined {
  const { known } = history;
  const { train } = dataset;
  if (known === undefined || !(image >= 0 && image < train.count)) return undefined;
  const at = Math.min(known.newest, Math.max(known.first, epoch ?? known.newest));
  const { window, settings } = history.basis(at);
  const { positive, reason, gateOpen, ...votes } = history.explain(image, at);
  const ballots = window.history.map((table, w) => ({
    epoch: at - window.epochs + w,
    neighbours: neighboursOf(image, table),
  }));
  const candidates = candidatesOf(votes);
  const showing = feed.showing(image, at);

  const sheet = new PictureSheet(train);
  for (const shown of [image, positive, ...candidates.map((candidate) => candidate.image)])
    sheet.place(shown);
  for (const { neighbours } of ballots) for (const neighbour of neighbours) sheet.place(neighbour.image);
  for (const other of alsoShown) sheet.place(other);
  return {
    image,
    epoch: at,
    known,
    settings,
    windowLength: window.length,
    bootstrapsEmbeddings,
    ballots,
    gateOpen,
    candidates,
    positive,
    reason,
    step: showing?.step ?? null,
    images: sheet.images.map((other) => relate(dataset, image, other)),
    size: train.size,
    thumbnails: sheet.pixels(),
    views: showing === undefined ? new Uint8ClampedArray() : paintViews(train, [image, positive], showing),
    outputs: null,
  };
}

function candidatesOf(votes: {
  candidates: Int32Array;
  scores: Float32Array;
  probabilities: Float32Array;
}): Candidate[] {
  return Array.from(votes.candidates, (image, rank) => ({
    image,
    score: votes.scores[rank] ?? 0,
    probability: votes.probabilities[rank] ?? 0,
  })).filter((candidate) => candidate.image !== NO_NEIGHBOUR);
}

function relate(dataset: Dataset, image: number, other: number): InspectedImage {
  const { train } = dataset;
  return {
    image: other,
    name: describeImage(dataset, train, other),
    label: train.labels[other] ?? 0,
    isSelf: other === image,
    sameLabel: train.labels[other] === train.labels[image],
    sameIdentity: train.identities[other] === train.identities[image],
  };
}

/** The two views as the network sees them, before they are normalised: every backend makes these very bytes. */
function paintViews(
  { images, size, channels }: Split,
  pair: readonly [number, number],
  { first, second }: Showing,
): Uint8ClampedArray<ArrayBuffer> {
  const imageBytes = size * size * channels;
  const result = new Float32Array(2 * imageBytes);
  augmentPixels({
    images,
    imageBytes,
    size,
    channels,
    indices: Int32Array.from(pair),
    parameters: Float32Array.from([...first, ...second]),
    taps: tapTable('bicubic', size),
    scale: Array.from({ length: channels }, () => 1),
    offset: Array.from({ length: channels }, () => 0),
    result,
  });
  return toRgba(result, channels);
}
