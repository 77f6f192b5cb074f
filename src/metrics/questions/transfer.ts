/** @file What the features are worth on images of another dataset. */
import { transferDataset } from '../../config/transfer.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { catalogue } from '../../data/catalogue.ts';
import { floorsOf } from '../floors.ts';
import { short } from '../format.ts';
import { floors, type Metric } from '../metric.ts';

type Words = Pick<Metric, 'label' | 'brief' | 'line' | 'help'>;

const knn = (words: Words): Metric => ({
  ...words,
  id: 'transferKnn',
  from: 'evaluations',
  value: (record) => record.transferKnn,
  format: short,
  references: ({ floors: measured }) => floors(floorsOf('transferKnn', measured)),
});

const probe = (words: Words): Metric => ({
  ...words,
  id: 'transferProbe',
  from: 'evaluations',
  value: (record) => record.transferProbe,
  format: short,
  references: ({ floors: measured }) => floors(floorsOf('transferProbe', measured)),
});

const knnOf = (images: string): Words => ({
  label: `k-NN on ${images}`,
  brief: 'transfer k-NN',
  line: 'which it never trains on',
  help: `Transfer: share of held-out images of ${images} whose nearest others there carry their label, by features that never saw them. Above raw pixels, what was learnt is of use beyond its own images.`,
});

const probeOf = (images: string): Words => ({
  label: `linear probe on ${images}`,
  brief: 'transfer probe',
  line: 'which it never trains on',
  help: `Transfer: share of held-out images of ${images} that a linear classifier labels rightly, learnt there on features that never saw them.`,
});

/** As an experiment's charts call them: one object for each dataset. */
const named = new Map(
  Object.values(catalogue).map(({ name, title }) => [
    name,
    { knn: knn(knnOf(title)), probe: probe(probeOf(title)) },
  ]),
);

const namedFor = (config: ExperimentConfig) => named.get(transferDataset(config) ?? config.data.name);

const when = (config: ExperimentConfig): boolean => transferDataset(config) !== undefined;

export const transferKnn: Metric = {
  ...knn({ ...knnOf('another dataset'), label: 'transfer k-NN' }),
  when,
  namedFor: (config) => namedFor(config)?.knn,
};

export const transferProbe: Metric = {
  ...probe({ ...probeOf('another dataset'), label: 'transfer probe' }),
  when,
  namedFor: (config) => namedFor(config)?.probe,
};
