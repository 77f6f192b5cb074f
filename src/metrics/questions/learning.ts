/** @file Is it learning? What the features are worth for telling images apart. */
import { catalogue } from '../../data/catalogue.ts';
import { floorsOf } from '../floors.ts';
import { percent, short } from '../format.ts';
import { floors, zero, type Question } from '../metric.ts';
import { transferKnn, transferProbe } from './transfer.ts';

export const learning: Question = {
  id: 'learning',
  title: 'Is it learning?',
  metrics: [
    {
      id: 'knnAccuracy',
      label: 'k-NN accuracy',
      line: 'on held-out images',
      help: 'Share of held-out images whose nearest training images carry their label. It must beat the untrained network, and then raw pixels.',
      from: 'evaluations',
      value: (record) => record.knnAccuracy,
      format: short,
      references: ({ floors: measured, chance }) => floors({ ...floorsOf('knnAccuracy', measured), chance }),
    },
    {
      id: 'linearProbe',
      label: 'linear probe',
      line: 'accuracy on held-out images',
      help: 'Share of held-out images that a linear classifier, learnt on the frozen features of the training images, labels rightly. What k-NN cannot reach along a curved way, it can along a straight one.',
      from: 'evaluations',
      value: (record) => record.linearProbe,
      format: short,
      references: ({ floors: measured, chance }) => floors({ ...floorsOf('linearProbe', measured), chance }),
    },
    {
      id: 'retrieval',
      label: 'retrieval',
      line: 'the same thing in another picture',
      help: 'Share of held-out images whose nearest other held-out image shows the same thing, such as the same emoji in another style. No label has a part in it.',
      from: 'evaluations',
      value: (record) => record.retrieval,
      format: percent,
      percent: true,
      references: ({ floors: measured }) => floors(floorsOf('retrieval', measured)),
      when: ({ data }) => catalogue[data.name].repeats,
    },
    transferKnn,
    transferProbe,
    {
      id: 'alignment',
      label: 'alignment',
      line: 'distance of two views of an image',
      help: 'Mean squared distance between two views of an image. Small is good, but 0 also means collapse.',
      from: 'evaluations',
      value: (record) => record.alignment,
      format: short,
      references: zero('views equal'),
    },
    {
      id: 'uniformity',
      label: 'uniformity',
      line: 'spread over the sphere',
      help: 'How evenly the images spread over the sphere. More negative is more even; 0 means all in one point.',
      from: 'evaluations',
      value: (record) => record.uniformity,
      format: short,
      references: zero('one point'),
    },
  ],
};
