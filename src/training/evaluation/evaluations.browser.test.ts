/** A live evaluation against the definitions, computed in one go on features of the same network. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linearProbe } from '../../adasim/linearProbe.ts';
import { alignment, uniformity } from '../../adasim/metrics/alignmentUniformity.ts';
import { alphaReq } from '../../adasim/metrics/alphaReq.ts';
import { featureMatrix, type FeatureMatrix } from '../../adasim/metrics/features.ts';
import { knnAccuracy } from '../../adasim/metrics/knnAccuracy.ts';
import { lidar } from '../../adasim/metrics/lidar.ts';
import { rankMe } from '../../adasim/metrics/rankMe.ts';
import { retrievalAccuracy, retrievalChance, retrievalImages } from '../../adasim/metrics/retrieval.ts';
import { covarianceSpectrum, featureStd } from '../../adasim/metrics/spread.ts';
import { teacherDistribution } from '../../adasim/metrics/teacherDistribution.ts';
import { finish } from '../../adasim/slices.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { unaugmented } from '../../data/augmentation.ts';
import type { Split } from '../../data/dataset.ts';
import { drawShapes } from '../../data/shapes.ts';
import type { LabelledImages } from '../../data/transfer.ts';
import { backbone } from '../../model/backbone.ts';
import { head } from '../../model/head.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import { augment, packImages } from '../../tensor/ops/augment.ts';
import * as tf from '../../tensor/tf.ts';
import { Embedder } from './embedder.ts';
import { embedViews } from './embeddings.ts';
import { Evaluations, SharedFloors, type EvaluationNews } from './evaluations.ts';
import type { EvaluationRecord } from '../../protocol/records.ts';
import { tinyConfig, tinyResnet, TinyRun } from '../testing.ts';

const config: ExperimentConfig = {
  ...tinyConfig,
  data: { name: 'shapes', trainImages: 48, testImages: 240 },
  evaluation: { ...tinyConfig.evaluation, neighbours: 5 },
};

/** Other shapes. */
const elsewhere: LabelledImages = drawShapes({ seed: 99, trainImages: 40, testImages: 60 });

const opened: { dispose(): void | Promise<void> }[] = [];
const open = <T extends { dispose(): void | Promise<void> }>(it: T): T => {
  opened.push(it);
  return it;
};
beforeAll(async () => {
  await setUpBackend('wasm');
});
afterEach(async () => {
  for (const it of opened.splice(0).reverse()) await it.dispose();
});

/** A run with what evaluates it. */
function evaluated(
  settings: ExperimentConfig,
  shared = new SharedFloors(),
  transfer?: LabelledImages | Promise<LabelledImages>,
) {
  const tiny = open(new TinyRun(settings));
  const evaluations = open(
    new Evaluations(settings, tiny.dataset, tiny.images, shared, () => Promise.resolve(transfer)),
  );
  return { tiny, evaluations };
}

async function nextNews(evaluations: Evaluations): Promise<EvaluationNews> {
  for (;;) {
    const news = await evaluations.advance();
    if (news !== undefined) return news;
  }
}

/** Features of a whole split at once, through the augmentations' own way of leaving an image as it is. */
async function featuresOf({ run, config, dataset }: TinyRun, split: Split): Promise<FeatureMatrix> {
  const features = tf.tidy(() => {
    const images = augment(
      packImages(split.images, split.size, split.channels),
      tf.range(0, split.count, 1, 'int32'),
      unaugmented(split.count, split.size),
      dataset.normalisation,
    );
    const parameters = run.trainer.method.target.within('backbone');
    return backbone(parameters, config.backbone, images, { training: false });
  });
  const data = await features.data<'float32'>();
  features.dispose();
  return featureMatrix(data, features.shape[1]);
}

describe.each([
  ['ViT + DINO', config, elsewhere],
  [
    'ResNet + DINO with BatchNorm in the head',
    { ...config, backbone: tinyResnet, head: { ...config.head, batchNorm: true } },
    undefined,
  ],
  ['ViT + BYOL', { ...config, method: 'byol' as const }, undefined],
])('the record of %s', (_, settings, transfer) => {
  it('is what the definitions give on the same features', async () => {
    const { tiny, evaluations } = evaluated(settings, new SharedFloors(), transfer);
    await tiny.trainTo(15);
    await evaluations.begin(tiny.run);
    const { evaluation: record } = await nextNews(evaluations);
    if (record === undefined) throw new Error('There is no record.');

    const { dataset, run } = tiny;
    const { train, test } = dataset;
    const [known, heldOut] = [await featuresOf(tiny, train), await featuresOf(tiny, test)];
    const { dim } = heldOut;
    expect(record).toMatchObject({ step: 15, epoch: 1 });
    expect(record.knnAccuracy).toBe(
      knnAccuracy(known, train.labels, heldOut, test.labels, { neighbours: 5, temperature: 0.07 }).accuracy,
    );
    const probe = linearProbe(
      { features: known, labels: train.labels },
      { features: heldOut, labels: test.labels },
      dataset.classNames.length,
    );
    // Features of batches of different sizes differ in rounding, and an image may stand on the border.
    expect(Math.abs(record.linearProbe - probe.accuracy)).toBeLessThan(1.5 / test.count);
    expect(record.retrieval).toBeCloseTo(retrievalAccuracy(heldOut, test.identities) ?? NaN, 12);
    expect(record.rankMe).toBeCloseTo(rankMe(heldOut), 3);
    expect(record.featureStd).toBeCloseTo(featureStd(heldOut), 5);
    const spectrum = covarianceSpectrum(heldOut);
    expect(record.covarianceSpectrum).toHaveLength(dim);
    record.covarianceSpectrum.forEach((value, i) => expect(value).toBeCloseTo(spectrum[i] ?? NaN, 6));
    expect(record.alphaReq).toBeCloseTo(alphaReq(heldOut, 1, dim / 2), 3);

    if (transfer === undefined) expect(record).toMatchObject({ transferKnn: null, transferProbe: null });
    else await expectTransfer(record, tiny, transfer);

    const { method, teacher } = run.trainer.method.state.has('center')
      ? { method: run.trainer.method, teacher: run.trainer.method.teacher }
      : { method: run.trainer.method, teacher: undefined };
    if (teacher === undefined) {
      expect(record).toMatchObject({ marginalEntropy: null, mutualInformation: null });
      return;
    }
    const logits = tf.tidy(() =>
      head(
        teacher.within('head'),
        settings.head,
        tf.tensor2d(new Float32Array(heldOut.data), [test.count, dim]),
        {
          training: false,
        },
      ),
    );
    const said = teacherDistribution(
      featureMatrix(await logits.data<'float32'>(), settings.head.outDim),
      (await method.state.get('center')?.data<'float32'>()) ?? [],
      0.04,
    );
    logits.dispose();
    expect(record.marginalEntropy).toBeCloseTo(said.marginalEntropy, 4);
    expect(record.mutualInformation).toBeCloseTo(said.mutualInformation, 4);
  });
});

/** Neighbours and a probe among the other images' own features and labels. */
async function expectTransfer(record: EvaluationRecord, tiny: TinyRun, transfer: LabelledImages) {
  const { train, test, classNames } = transfer;
  const [known, heldOut] = [await featuresOf(tiny, train), await featuresOf(tiny, test)];
  expect(record.transferKnn).toBe(
    knnAccuracy(known, train.labels, heldOut, test.labels, { neighbours: 5, temperature: 0.07 }).accuracy,
  );
  const probe = linearProbe(
    { features: known, labels: train.labels },
    { features: heldOut, labels: test.labels },
    classNames.length,
  );
  expect(record.transferProbe).not.toBe(record.linearProbe);
  expect(Math.abs((record.transferProbe ?? NaN) - probe.accuracy)).toBeLessThan(1.5 / test.count);
}

describe('the views of an evaluation', () => {
  it('are the same at every evaluation, and what alignment, uniformity and LiDAR are of', async () => {
    const { tiny, evaluations } = evaluated(config);
    await evaluations.begin(tiny.run);
    const { evaluation: record } = await nextNews(evaluations);
    const embedder = open(new Embedder(config, tiny.dataset));
    embedder.take(tiny.run.trainer.method);
    const { features, views } = await finish(embedViews(embedder, tiny.dataset, tiny.images, config));
    const { rows, dim, data } = features;
    const chosen = (wanted: (view: number) => boolean) =>
      featureMatrix(
        Float64Array.from(
          Array.from({ length: rows }, (_, row) => row)
            .filter((row) => wanted(row % views))
            .flatMap((row) => [...data.subarray(row * dim, (row + 1) * dim)]),
        ),
        dim,
      );
    const [first, second] = [chosen((view) => view % 2 === 0), chosen((view) => view % 2 === 1)];
    expect(record?.alignment).toBeCloseTo(alignment(first, second), 10);
    expect(record?.uniformity).toBeCloseTo(uniformity(chosen((view) => view === 0)), 10);
    expect(record?.lidar).toBeCloseTo(lidar(features, views), 6);
    expect(record?.alignment).toBeGreaterThan(0);
  });

  it('stand image by image: unaugmented, they are all the image itself', async () => {
    const still: ExperimentConfig = {
      ...config,
      augmentation: {
        ...config.augmentation,
        cropScale: { min: 1, max: 1 },
        flip: 0,
        jitter: 0,
        grayscale: 0,
      },
    };
    const { tiny } = evaluated(still);
    await tiny.dataset.complete();
    const embedder = open(new Embedder(still, tiny.dataset));
    embedder.take(tiny.run.trainer.method);
    const { features, views } = await finish(embedViews(embedder, tiny.dataset, tiny.images, still));
    const stored = await featuresOf(tiny, tiny.dataset.train);
    const { dim } = stored;
    for (let row = 0; row < features.rows; row++)
      for (let i = 0; i < dim; i++)
        expect(features.data[row * dim + i]).toBeCloseTo(
          stored.data[Math.floor(row / views) * dim + i] ?? NaN,
          4,
        );
  });
});

describe('while images are on their way', () => {
  it('the newest of what is asked for waits, so that the end of a run is measured', async () => {
    const { promise, resolve } = Promise.withResolvers<LabelledImages>();
    const { tiny, evaluations } = evaluated(config, new SharedFloors(), promise);
    const began = evaluations.begin(tiny.run);
    for (const step of [4, 8, 12]) {
      await tiny.trainTo(step);
      evaluations.request(tiny.run);
    }
    expect(evaluations.active).toBe(false);
    resolve(elsewhere);
    await began;
    expect((await nextNews(evaluations)).evaluation).toMatchObject({ step: 0 });
    expect((await nextNews(evaluations)).evaluation).toMatchObject({ step: 12 });
  });
});

describe('a network whose weights are no longer numbers', () => {
  it('has diverged, which the evaluation says', async () => {
    const { tiny, evaluations } = evaluated(config);
    await evaluations.begin(tiny.run);
    await nextNews(evaluations);
    fillNorm(tiny, NaN);
    evaluations.request(tiny.run);
    await expect(nextNews(evaluations)).rejects.toThrow(/^The features .* training has diverged\./);
  });
});

describe('a network that is wrong before the first step', () => {
  it.each([
    [NaN, 'The features of the held-out images are not finite numbers'],
    [0, 'All held-out images have the same features'],
  ])('by weights of %d is told of', async (value, fact) => {
    const { tiny, evaluations } = evaluated(config);
    fillNorm(tiny, value);
    await evaluations.begin(tiny.run);
    await expect(nextNews(evaluations)).rejects.toThrow(
      new RegExp(`^${fact}, before anything was learned: .* Choose another backend .*\\.$`),
    );
  });
});

/** Sets what scales every feature. */
function fillNorm({ run }: TinyRun, value: number): void {
  const weight = run.trainer.method.target.within('backbone').get<tf.Variable>('norm.weight');
  tf.tidy(() => {
    weight.assign(tf.fill(weight.shape, value));
  });
}

describe('the floors', () => {
  it('are told with the quick ones of raw pixels, and again with each of the slow ones, which hold up no evaluation', async () => {
    const { tiny, evaluations } = evaluated(config, new SharedFloors(), elsewhere);
    await evaluations.begin(tiny.run);
    const { floors, evaluation } = await nextNews(evaluations);
    const { identities } = tiny.dataset.test;
    const expected = ['transferKnnRawPixels', 'linearProbeRawPixels', 'transferProbeRawPixels'] as const;
    expect(floors).toMatchObject({
      knnRawPixels: expect.any(Number) as number,
      knnUntrained: evaluation?.knnAccuracy,
      linearProbeUntrained: evaluation?.linearProbe,
      linearProbeRawPixels: null,
      retrievalRawPixels: retrievalChance(identities) === null ? null : (expect.any(Number) as number),
      retrievalUntrained: evaluation?.retrieval,
      retrievalChance: retrievalChance(identities),
      retrievalImages: retrievalImages(identities),
      chance: 1 / 8,
      transferKnnUntrained: evaluation?.transferKnn,
      transferKnnRawPixels: null,
      transferProbeRawPixels: null,
      transferProbeUntrained: evaluation?.transferProbe,
      transferChance: 1 / 8,
      rankMeUntrained: evaluation?.rankMe,
    });
    expect(floors?.knnRawPixels).toBeGreaterThan(1 / 8);
    expect([evaluations.measuring, evaluations.active]).toEqual([false, true]);

    await tiny.trainTo(12);
    evaluations.request(tiny.run);
    expect((await nextNews(evaluations)).evaluation).toMatchObject({ step: 12, epoch: 1 });
    let told = floors;
    for (const floor of expected) {
      const { floors: next, ...rest } = await nextNews(evaluations);
      expect(rest).toEqual({});
      expect(next).toEqual({ ...told, [floor]: expect.any(Number) as number });
      expect(next?.[floor]).toBeGreaterThan(0);
      told = next;
    }
    expect(told?.linearProbeRawPixels).toBeGreaterThan(1 / 8);
    expect(told?.transferKnnRawPixels).not.toBe(told?.knnRawPixels);
    expect(told?.transferProbeRawPixels).not.toBe(told?.linearProbeRawPixels);
    expect(evaluations.settled).toBe(true);
  });

  it('of another run on the same images need only its untrained network, and not even that where it is alike', async () => {
    const shared = new SharedFloors();
    const first = evaluated(config, shared);
    await first.evaluations.begin(first.tiny.run);
    const { evaluation } = await nextNews(first.evaluations);
    let floors: EvaluationNews['floors'];
    while (first.evaluations.active) ({ floors } = await nextNews(first.evaluations));
    const alike = evaluated({ ...config, bootstrap: { ...config.bootstrap, policy: 'none' } }, shared);
    await alike.evaluations.begin(alike.tiny.run);
    expect(await nextNews(alike.evaluations)).toEqual({ floors, evaluation });
    expect(alike.evaluations.settled).toBe(true);

    const other = evaluated({ ...config, method: 'byol' }, shared);
    await other.evaluations.begin(other.tiny.run);
    const news = await nextNews(other.evaluations);
    expect(news.floors?.linearProbeRawPixels).toBe(floors?.linearProbeRawPixels);
    expect(news.evaluation?.marginalEntropy).toBeNull();
    expect(evaluation?.marginalEntropy).not.toBeNull();
    expect(other.evaluations.settled).toBe(true);
  });

  it('are measured by another arm where the one that was at it has ended', async () => {
    const shared = new SharedFloors();
    const first = evaluated(config, shared);
    const second = evaluated(config, shared);
    await first.evaluations.begin(first.tiny.run);
    await second.evaluations.begin(second.tiny.run);
    expect(await first.evaluations.advance()).toBeUndefined();
    // It waits, since the first is at it.
    expect(await second.evaluations.advance()).toBeUndefined();
    await first.evaluations.dispose();
    expect((await nextNews(second.evaluations)).floors?.knnUntrained).toBeGreaterThan(0);
  });
});
