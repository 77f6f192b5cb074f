/** @file What the networks, as they are, make of the two views of a pair (`protocol/pairOutputs.ts`). */
import { normaliseRows, type FeatureMatrix } from '../../adasim/metrics/features.ts';
import { logSoftmax } from '../../adasim/metrics/logSoftmax.ts';
import { AUGMENTATION_COLUMNS } from '../../config/augmentationColumns.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { PairOutputs } from '../../protocol/pairOutputs.ts';
import { CONTRASTIVE_TEMPERATURE } from '../losses/contrastive.ts';
import type { Showing } from '../pairFeed.ts';

type MethodName = ExperimentConfig['method'];

/** Prototypes that are told of one by one. */
const LIKELIEST = 32;

/** Images, and how each is augmented. */
export interface ViewsShown {
  /** `[views]` */
  images: Int32Array;
  /** `[views · AUGMENTATION_COLUMNS]` */
  parameters: Float32Array;
}

/** Pairs of a batch that {@link viewsOf} needs: only a contrast is with others. */
export const answersOf = (method: MethodName, batchSize: number): number =>
  method === 'infonce' ? batchSize : 1;

/**
 * View 1 of the image, view 2 of its positive and, for a contrast, view 2 of every other pair of its step.
 * @param positiveOf an image of the step
 */
export function viewsOf(
  method: MethodName,
  { batch, place, first, seconds }: Showing,
  positiveOf: (image: number) => number,
): ViewsShown {
  const answers = answersOf(method, batch.length);
  // Its own comes first, and the one that was first takes its turn.
  const places = [place, ...[...batch.keys()].filter((other) => other !== place)].slice(0, answers);
  const images = places.map((other) => positiveOf(batch[other] ?? 0));
  const parameters = places.map((other) =>
    seconds.subarray(other * AUGMENTATION_COLUMNS, (other + 1) * AUGMENTATION_COLUMNS),
  );
  return {
    images: Int32Array.from([batch[place] ?? 0, ...images]),
    parameters: Float32Array.from([first, ...parameters].flatMap((row) => [...row])),
  };
}

/**
 * @param response the guess, then the answers, `[1 + n, dim]`, as `Method.respond` gives them
 * @param after steps done
 * @returns null where the networks have diverged
 */
export function outputsFrom(method: MethodName, response: FeatureMatrix, after: number): PairOutputs | null {
  if (!response.data.every(Number.isFinite)) return null;
  switch (method) {
    case 'dino':
      return { after, ...prototypesOf(response) };
    case 'byol': {
      const cosine = cosines(response)[0] ?? 0;
      return { after, kind: 'angle', cosine, loss: 2 - 2 * cosine };
    }
    case 'simsiam': {
      const cosine = cosines(response)[0] ?? 0;
      return { after, kind: 'angle', cosine, loss: -cosine };
    }
    case 'infonce': {
      const similarities = cosines(response);
      const [own = 0] = logSoftmax(similarities.map((cosine) => cosine / CONTRASTIVE_TEMPERATURE));
      return { after, kind: 'batch', similarities, loss: -own };
    }
  }
}

function prototypesOf({
  data,
  dim,
}: FeatureMatrix): Omit<Extract<PairOutputs, { kind: 'prototypes' }>, 'after'> {
  const [guess, answer] = [0, 1].map((row) => logSoftmax(data.subarray(row * dim, (row + 1) * dim)));
  const all = Array.from({ length: dim }, (_, prototype) => ({
    prototype,
    guess: Math.exp(guess?.[prototype] ?? 0),
    answer: Math.exp(answer?.[prototype] ?? 0),
  }));
  const likeliest = all
    .toSorted((a, b) => b.guess + b.answer - (a.guess + a.answer))
    .slice(0, LIKELIEST)
    .toSorted((a, b) => a.prototype - b.prototype);
  const loss = -all.reduce((sum, { prototype, answer: share }) => sum + share * (guess?.[prototype] ?? 0), 0);
  return { kind: 'prototypes', prototypes: dim, likeliest, loss };
}

/** Of the first row with each of the others. */
function cosines(response: FeatureMatrix): number[] {
  const { data, dim, rows } = normaliseRows(response);
  return Array.from({ length: rows - 1 }, (_, answer) => {
    let sum = 0;
    for (let i = 0; i < dim; i += 1) sum += (data[i] ?? 0) * (data[(answer + 1) * dim + i] ?? 0);
    return sum;
  });
}
