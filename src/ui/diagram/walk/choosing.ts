/** @file The parts of a step that say who the partner is, and why: the nearest, the votes, the gate, the draw. */
import { count, fixed, percent } from '../../../metrics/format.ts';
import type { Answer } from '../../../store/inspector/answer.ts';
import { votesFor } from '../../inspector/words.ts';
import { capital, quoted } from '../title.ts';
import type { WalkNumber, OtherArm, Telling, ToldOf } from './telling.ts';

/** Neighbours and candidates that there is room for. */
const MOST = 4;

export const choosing = {
  nearest: ({ step: { inspection } }: ToldOf): Telling => {
    const nearest = inspection.ballots.at(-1)?.neighbours ?? [];
    const [first] = nearest;
    return {
      name: 'Nearest in the memory',
      sentence:
        first === undefined
          ? inspection.ballots.length === 0
            ? 'Who is near is recorded once an epoch is done: this is the first, so nobody is known yet.'
            : 'The last epoch left this picture out, so nobody near it is recorded of then.'
          : `When it was last seen, the nearest of all pictures was ${named(inspection, first.image)}, cosine ${fixed(first.similarity, 2)}; ${count(nearest.length)} are kept.`,
      figures: nearest.slice(0, MOST).map(({ image, similarity }, rank) => ({
        id: `nearest-${rank}`,
        label: named(inspection, image),
        value: similarity,
        shown: fixed(similarity, 2),
      })),
    };
  },

  votes: ({ step: { inspection } }: ToldOf): Telling => {
    const { candidates, ballots, windowLength, image } = inspection;
    const [first] = candidates;
    if (first === undefined)
      return {
        name: 'Votes',
        sentence: `The votes of ${epochs(windowLength)} are needed before they are counted; there ${ballots.length === 1 ? 'is' : 'are'} ${ballots.length === 0 ? 'none yet' : `${count(ballots.length)} so far`}.`,
        figures: [
          { id: 'epochs', label: 'epochs counted', value: ballots.length, shown: count(ballots.length) },
          { id: 'window', label: 'epochs needed', value: windowLength, shown: count(windowLength) },
        ],
      };
    const own = votesFor(image, ballots);
    const most = `most votes over ${windowLength === 1 ? 'the last epoch' : `the last ${epochs(windowLength)}`}`;
    return {
      name: 'Votes',
      sentence:
        first.image === image
          ? `Similarities are votes: the picture itself has the ${most}, ${fixed(first.score, 2)}.`
          : `Similarities are votes: ${named(inspection, first.image)} has the ${most}, ${fixed(first.score, 2)}; the picture itself has ${fixed(own.score, 2)}.`,
      figures: candidates.slice(0, MOST).map((candidate, rank) => ({
        id: `votes-${rank}`,
        label: named(inspection, candidate.image),
        value: candidate.score,
        shown: fixed(candidate.score, 2),
      })),
    };
  },

  gate: ({ step: { inspection }, others }: ToldOf): Telling => ({
    name: inspection.settings.policy === 'adaptive' ? 'The gate' : 'No gate',
    sentence: `${gateSentence(inspection)}${elsewhere(inspection, others)}`,
    figures: inspection.settings.policy === 'adaptive' ? standing(inspection) : [],
  }),

  draw: ({ step: { inspection } }: ToldOf): Telling => {
    const { candidates, positive, image, settings, reason } = inspection;
    if (reason === 'gate-closed')
      return {
        name: 'The draw',
        sentence: 'Behind a shut gate nothing is drawn: the picture is its own partner.',
        figures: [{ id: 'probability-self', label: 'itself', value: 1, shown: percent(1) }],
      };
    const chance = candidates.find((candidate) => candidate.image === positive)?.probability ?? 0;
    const drawn = positive === image ? 'the picture itself' : quoted(inspection, positive);
    return {
      name: 'The draw',
      sentence: `At temperature τ ${String(settings.temperature)} votes become chances; the draw fell on ${drawn}, which had ${percent(chance)}.`,
      figures: candidates.slice(0, MOST).map((candidate, rank) => ({
        id: `probability-${rank}`,
        label: named(inspection, candidate.image),
        value: candidate.probability,
        shown: percent(candidate.probability),
      })),
    };
  },
};

/** "itself", or what it shows. */
const named = (inspection: Answer, image: number): string =>
  image === inspection.image ? 'itself' : quoted(inspection, image);

const epochs = (number: number): string => (number === 1 ? 'an epoch' : `${count(number)} epochs`);

/** What the gate compares: the picture's own votes, and those that they have to beat. */
function standing({ image, ballots, candidates }: Answer): WalkNumber[] {
  const rival = candidates.find((candidate) => candidate.image !== image);
  if (candidates.length === 0) return [];
  const own = votesFor(image, ballots).score;
  return [
    { id: 'ownVotes', label: 'its own votes', value: own, shown: fixed(own, 2) },
    ...(rival === undefined
      ? []
      : [{ id: 'threshold', label: 'to beat', value: rival.score, shown: fixed(rival.score, 2) }]),
  ];
}

function gateSentence(inspection: Answer): string {
  const { image, positive, settings, reason, gateOpen, bootstrapsEmbeddings, windowLength } = inspection;
  const it = capital(quoted(inspection, image));
  if (bootstrapsEmbeddings) return `${it} keeps its own two views: the look-alike is sought in the queue.`;
  switch (reason) {
    case 'baseline':
      return `This arm asks nobody: ${quoted(inspection, image)} is its own partner.`;
    case 'window-filling':
      return settings.policy === 'naive'
        ? 'Nobody near is known yet, so the picture is its own partner.'
        : `Without the votes of ${epochs(windowLength)} ${settings.policy === 'adaptive' ? 'the gate stays shut' : 'nothing is drawn'}: the picture is its own partner.`;
    case 'no-neighbour':
      return 'Nothing is recorded of this picture, so it is its own partner.';
    case 'nearest':
      return `This arm takes the nearest, trusted or not: ${named(inspection, positive)}.`;
    case 'gate-closed':
    case 'drawn':
      break;
  }
  if (settings.policy === 'window') return 'This arm has no gate: it always draws among those with votes.';
  const [own, rival] = standing(inspection);
  const against = rival === undefined ? '' : ` against ${rival.shown}`;
  return gateOpen
    ? `${it} has the most votes of its own window, ${own?.shown ?? ''}${against}: it is recognised, and the gate is open.`
    : `${it} has ${own?.shown ?? ''} votes of its own window${against}: it is taken for another, and the gate is shut.`;
}

/** Whom the other arms take, where that is another. */
function elsewhere({ positive }: Answer, others: readonly OtherArm[]): string {
  const different = others.filter(({ step }) => step.inspection.positive !== positive);
  if (different.length === 0) return '';
  const told = different.map(
    ({ label, step }) => `${label} takes ${named(step.inspection, step.inspection.positive)}`,
  );
  return ` Elsewhere: ${told.join('; ')}.`;
}
