/** @file The parts of a step that change something: loss, update, centre or queue, teacher, memory. */
import { count, fixed, percent, short } from '../../../metrics/format.ts';
import { quoted } from '../title.ts';
import { hasTeacher, number } from './seeing.ts';
import type { Telling, ToldOf } from './telling.ts';

/** Neighbours that there is room for. */
const MOST = 3;

export const learning = {
  loss: ({ step: { inspection, outputsAfter, record, pairs } }: ToldOf): Telling => {
    const { outputs } = inspection;
    const now = outputsAfter === null ? '' : ` After the step this pair’s is ${short(outputsAfter.loss)}.`;
    return {
      name: 'The loss',
      sentence: `How far guess and answer are apart, over all ${count(pairs)} pairs and both ways: ${short(record.loss)}.${outputs === null ? '' : ` This pair’s alone, by itself, was ${short(outputs.loss)}.`}${now}`,
      figures: [
        number('loss', 'loss of the step', record.loss),
        ...(outputs === null ? [] : [number('lossBefore', 'this pair, before', outputs.loss)]),
        ...(outputsAfter === null ? [] : [number('lossAfter', 'this pair, after', outputsAfter.loss)]),
      ],
    };
  },

  update: ({ step: { update, record }, config }: ToldOf): Telling => {
    const { gradientNorm, moved, weightsNorm, clipped, updated, lastLayerFrozen } = update;
    const who = hasTeacher(config) ? 'the student’s weights' : 'the weights';
    const cut =
      clipped === 0
        ? ''
        : ` Of ${count(updated)} tensors ${count(clipped)} had a longer gradient than ${String(config.optimizer.clipGradient)} and were cut to it.`;
    const frozen = lastLayerFrozen ? ' The last layer stands still in these first epochs.' : '';
    return {
      name: 'The update',
      sentence: `The loss’s gradient, of length ${short(gradientNorm)}, says which way; at learning rate ${short(record.lr)} ${who} move by ${short(moved)}.${cut}${frozen}`,
      figures: [
        number('gradientNorm', 'gradient', gradientNorm),
        number('lr', 'learning rate', record.lr),
        number('weightDecay', 'weight decay', record.weightDecay),
        number('moved', 'moved by', moved),
        number('weightsNorm', 'weights’ length', weightsNorm),
      ],
    };
  },

  centre: ({ step: { centre } }: ToldOf): Telling => {
    const { momentum = 0, before = 0, after = 0, moved = 0 } = centre ?? {};
    return {
      name: 'The centre',
      sentence: `The mean of the teacher’s answers, which is taken off them, keeps ${percent(momentum)} and takes the rest from this step: its length goes from ${short(before)} to ${short(after)}.`,
      figures: [
        number('centreMomentum', 'momentum', momentum),
        number('centreBefore', 'length before', before),
        number('centreAfter', 'after', after),
        number('centreMoved', 'moved by', moved),
      ],
    };
  },

  queue: ({ step: { queue } }: ToldOf): Telling => {
    const { length = 0, before = 0, after = 0 } = queue ?? {};
    const filled = Math.min(after, length);
    return {
      name: 'The queue',
      sentence: `The queue takes the ${count(after - before)} embeddings of this step, the oldest make room: ${count(filled)} of its ${count(length)} places are filled.`,
      figures: [
        { id: 'queued', label: 'embeddings taken', value: after - before, shown: count(after - before) },
        { id: 'filled', label: 'places filled', value: filled, shown: count(filled) },
      ],
    };
  },

  teacher: ({ step: { teacher, record } }: ToldOf): Telling => {
    const { before = 0, behind = 0, after = 0 } = teacher ?? {};
    const momentum = record.teacherMomentum;
    return {
      name: 'The teacher follows',
      sentence: `The teacher keeps ${share(momentum)} of its weights and takes the rest from the student’s, to which its distance goes from ${short(behind)} to ${short(after)}.`,
      figures: [
        { id: 'teacherMomentum', label: 'momentum m', value: momentum, shown: fixed(momentum, 4) },
        number('distanceBefore', 'apart before the step', before),
        number('distanceBehind', 'once the student moved', behind),
        number('distanceAfter', 'once the teacher followed', after),
      ],
    };
  },

  memory: ({ step: { kept, inspection }, config }: ToldOf): Telling => {
    const { similarity, nearest } = kept;
    const who = hasTeacher(config) ? 'the teacher' : 'the network';
    const it = quoted(inspection, inspection.image);
    const named = (image: number) =>
      image === inspection.image ? 'itself as it was seen before' : quoted(inspection, image);
    const [first] = nearest;
    const vote =
      first === undefined
        ? ''
        : ` Nearest in this step was ${named(first.image)}, ${fixed(first.similarity, 2)}: a vote of this epoch.`;
    const change =
      similarity === null
        ? 'for the first time'
        : `cosine ${fixed(similarity, 2)} to what stood there before`;
    return {
      name: 'Into the memory',
      sentence: `The memory keeps what ${who} made of ${it}, ${change}.${vote}`,
      figures: [
        ...(similarity === null ? [] : [number('rowSimilarity', 'cosine, new and old', similarity)]),
        ...nearest.slice(0, MOST).map((neighbour, rank) => ({
          id: `vote-${rank}`,
          label: neighbour.image === inspection.image ? 'itself' : quoted(inspection, neighbour.image),
          value: neighbour.similarity,
          shown: fixed(neighbour.similarity, 2),
        })),
      ],
    };
  },
};

/** Near to one, all digits count: 99.6 %. */
const share = (momentum: number): string => `${fixed(100 * momentum, momentum > 0.99 ? 2 : 1)}\u202f%`;
