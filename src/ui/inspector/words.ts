/** @file Why an image has the positive it has, in words, with the figures that decided it. */
import { count, fixed, percent } from '../../metrics/format.ts';
import type { Inspection } from '../../protocol/inspection.ts';

/** What the words rest on. */
export type Grounds = Pick<
  Inspection,
  | 'image'
  | 'positive'
  | 'reason'
  | 'gateOpen'
  | 'settings'
  | 'windowLength'
  | 'bootstrapsEmbeddings'
  | 'ballots'
  | 'candidates'
>;

/** What became of an image's pair. */
export interface PairVerdict {
  /** "Gate open" */
  title: string;
  tone: 'good' | 'warning' | 'quiet';
  /** One or two sentences. */
  text: string;
}

export function verdictOf(grounds: Grounds): PairVerdict {
  const { image, reason, settings, bootstrapsEmbeddings } = grounds;
  const gated = settings.policy === 'adaptive';
  switch (reason) {
    case 'baseline':
      return bootstrapsEmbeddings
        ? quiet('No image takes its place', embeddingsText(image))
        : quiet(
            'No neighbours',
            `Policy none pairs image ${image} with itself, in another view.${aside(grounds)}`,
          );
    case 'window-filling':
      return quiet('Too early', fillingText(grounds));
    case 'no-neighbour':
      return quiet('No neighbour known', missingText(grounds));
    case 'nearest':
      return quiet('Always the nearest', `${nearestText(grounds)}${aside(grounds)}`);
    case 'gate-closed':
      return {
        title: 'Gate shut',
        tone: 'warning',
        text: `${standing(grounds)}, so the gate is shut: it is its own positive, in another view.`,
      };
    case 'drawn':
      return gated
        ? {
            title: 'Gate open',
            tone: 'good',
            text: `${standing(grounds)}, so the gate is open. ${drawText(grounds)}`,
          }
        : quiet('No gate', `Policy window always draws. ${drawText(grounds)}${aside(grounds)}`);
  }
}

const quiet = (title: string, text: string): PairVerdict => ({ title, tone: 'quiet', text });

/** S_i(j), and in how many epochs j was among the k nearest. */
export function votesFor(j: number, ballots: Grounds['ballots']): { score: number; epochs: number } {
  const found = ballots.flatMap(({ neighbours }) => neighbours.filter(({ image }) => image === j));
  return { score: found.reduce((sum, { similarity }) => sum + similarity, 0), epochs: found.length };
}

/** What opens or shuts the gate: "Over the last 3 epochs image 17 itself has the most votes (2.41, …)". */
function standing({ image, ballots, candidates, gateOpen, windowLength }: Grounds): string {
  const [first, second] = candidates;
  const over = capital(lastEpochs(windowLength));
  const own = votesFor(image, ballots);
  const score = first?.score ?? 0;
  const found = `it was nearest to itself as seen before in ${timesFirst(image, ballots)} of ${windowLength}`;
  if (gateOpen) {
    if (second === undefined)
      return `${over} image ${image} found nobody but itself (${fixed(score, 2)} votes)`;
    const [most, next] = apart(score, second.score);
    return `${over} image ${image} itself has the most votes (${most}, before image ${second.image} with ${next}; ${found})`;
  }
  const other = `${over} image ${first?.image ?? image}`;
  if (own.epochs === 0)
    return `${other} has the most votes (${fixed(score, 2)}), and image ${image} was never among its own nearest`;
  if (score === Math.fround(own.score))
    return `${other} has as many votes as image ${image} itself (${fixed(score, 2)}), and the lower number goes first`;
  const [most, less] = apart(score, own.score);
  return `${other} has more votes than image ${image} itself (${most} against ${less}; ${found})`;
}

const timesFirst = (image: number, ballots: Grounds['ballots']): number =>
  ballots.filter(({ neighbours }) => neighbours[0]?.image === image).length;

/** "The draw from 5 candidates fell on image 88 (27 %)." */
function drawText({ image, positive, candidates, settings }: Grounds): string {
  const chance = candidates.find((candidate) => candidate.image === positive)?.probability ?? 0;
  const who = positive === image ? 'the image itself' : `image ${positive}`;
  const among = candidates.length === 1 ? 'the only candidate' : `${candidates.length} candidates`;
  return `The draw from ${among} at τ ${String(settings.temperature)} fell on ${who} (${percent(chance)}).`;
}

/** What AdaSim would have made of it, where the policy does not ask. */
function aside(grounds: Grounds): string {
  if (grounds.candidates.length === 0) return '';
  return ` AdaSim’s gate would be ${grounds.gateOpen ? 'open' : 'shut'}.`;
}

function nearestText({ image, positive, ballots, settings }: Grounds): string {
  const found = ballots.at(-1)?.neighbours.find((neighbour) => neighbour.image === positive);
  const cosine = `cosine ${fixed(found?.similarity ?? 0, 2)}`;
  const rule = settings.includeSelf
    ? 'takes the nearest image of the last epoch, be it itself'
    : 'takes the nearest other image of the last epoch, trusted or not';
  const who = positive === image ? `image ${image} itself` : `image ${positive}`;
  return `Policy naive ${rule}: ${who}, ${cosine}.`;
}

function fillingText({ image, ballots, settings, windowLength }: Grounds): string {
  const own = `image ${image} is its own positive`;
  if (settings.policy === 'naive') return `No epoch has recorded neighbours yet, so ${own}.`;
  const recorded = ballots.length === 0 ? 'none' : count(ballots.length);
  return `The votes of ${epochs(windowLength)} are needed and ${recorded} ${ballots.length === 1 ? 'is' : 'are'} recorded, so ${own}.`;
}

function missingText({ image, ballots, settings, windowLength }: Grounds): string {
  const own = `it is its own positive`;
  if (settings.policy !== 'naive')
    return `${capital(lastEpochs(windowLength))} image ${image} was never trained on, so nothing is recorded of it and ${own}.`;
  const visited = (ballots.at(-1)?.neighbours.length ?? 0) > 0;
  return visited
    ? `The last epoch recorded no other image near image ${image}, so ${own}.`
    : `The last epoch left image ${image} out, so nothing is recorded of it and ${own}.`;
}

const embeddingsText = (image: number): string =>
  `InfoNCE with naive neighbours looks for them among stored embeddings: one of those stands in for an embedding of image ${image}, whose two views stay its own.`;

/** When the pair is trained, "Step 2 109 trained on these two views." Steps are counted from 1, as everywhere. */
export function turnText(step: number | null, done: number, totalSteps: number): string {
  if (step === null)
    return 'This epoch leaves the image out: it falls into the last batch, which is incomplete and dropped.';
  if (step < done) return `Step ${count(step + 1)} trained on these two views.`;
  if (step < totalSteps) return `Step ${count(step + 1)} will train on these two views.`;
  return 'The run ends before this epoch: these would be the two views.';
}

/** Why the epochs do not begin with the first; undefined where they do. */
export function missingEpochs({ first, dropped }: Inspection['known']): string | undefined {
  if (first === 0) return undefined;
  return dropped
    ? `Epochs before ${count(first + 1)} have made room for newer ones.`
    : `Epochs before ${count(first + 1)} were trained before the file was saved, which does not hold them.`;
}

const epochs = (length: number): string => (length === 1 ? 'one epoch' : `${count(length)} epochs`);

const lastEpochs = (length: number): string =>
  length === 1 ? 'in the last epoch' : `over the last ${count(length)} epochs`;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Two numbers with as many digits as tell them apart. */
function apart(a: number, b: number): [string, string] {
  for (let decimals = 2; decimals < 6; decimals += 1)
    if (fixed(a, decimals) !== fixed(b, decimals)) return [fixed(a, decimals), fixed(b, decimals)];
  return [fixed(a, 6), fixed(b, 6)];
}
