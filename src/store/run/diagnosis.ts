/** @file From what the arms have told to what state each is in. */
import { discordant } from '../../adasim/answers.ts';
import {
  diagnose,
  type Comparison,
  type Diagnosis,
  type RunGrounds,
  type Vitals,
} from '../../adasim/diagnosis.ts';
import { guardsOff } from '../../adasim/guards.ts';
import { differenceError } from '../../adasim/learningSigns.ts';
import { sameLeaf, leafAt, leaves } from '../../config/paths.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { floorsOf, type Floors } from '../../metrics/floors.ts';
import type { Log } from '../../metrics/log.ts';
import type { EvaluationRecord } from '../../protocol/records.ts';
import type { ArmState } from './runState.ts';

type Diagnosable = Pick<ArmState, 'config' | 'shape' | 'floors' | 'evaluations'>;

/** What an arm is held against; undefined before that is known. */
export function groundsOf({ config, shape, floors, evaluations }: Diagnosable): RunGrounds | undefined {
  if (shape === null || floors === null) return undefined;
  const untrained = recordsOf(evaluations).find(({ step }) => step === 0);
  const images = config.data.testImages;
  return {
    warmupEpochs: config.optimizer.warmupEpochs,
    prototypes: config.method === 'dino' ? config.head.outDim : null,
    featureDim: shape.featureDim,
    rankMeUntrained: floors.rankMeUntrained,
    featureStdUntrained: untrained?.featureStd ?? null,
    floors: {
      knnAccuracy: accuracyFloors('knnAccuracy', floors, images),
      linearProbe: accuracyFloors('linearProbe', floors, images),
      retrieval: accuracyFloors('retrieval', floors, floors.retrievalImages ?? images),
    },
    guardsOff: guardsOff(config),
  };
}

function accuracyFloors(id: 'knnAccuracy' | 'linearProbe' | 'retrieval', floors: Floors, images: number) {
  const { untrained, 'raw pixels': pixels, chance } = floorsOf(id, floors);
  return { untrained, pixels, chance, images };
}

const recordsOf = ({ shared, length }: Log<EvaluationRecord>): EvaluationRecord[] => shared.slice(0, length);

/** The evaluations of a trained network. */
const vitalsOf = (evaluations: Log<EvaluationRecord>): Vitals[] =>
  recordsOf(evaluations).filter(({ step }) => step > 0);

/**
 * An arm's evaluations beside those of another, where both were evaluated after the same steps. The images that one
 * of them alone has right say how much the two differ by chance; files that do not name them leave the error as large
 * as that of unpaired accuracies.
 */
export function comparisonsOf(arm: Diagnosable, baseline: Diagnosable): Comparison[] {
  const images = arm.config.data.testImages;
  const others = new Map(recordsOf(baseline.evaluations).map((record) => [record.step, record]));
  return recordsOf(arm.evaluations).flatMap((record) => {
    const other = others.get(record.step);
    if (other === undefined || record.step === 0) return [];
    const [value, reference] = [record.knnAccuracy, other.knnAccuracy];
    const error =
      record.knnRight === null || other.knnRight === null
        ? differenceError(value, reference, images)
        : pairedError(record.knnRight, other.knnRight, images);
    return [{ value, baseline: reference, error }];
  });
}

/** McNemar's: of b images that one alone has right and c that the other has, √(b + c) / n. */
function pairedError(first: readonly number[], second: readonly number[], images: number): number {
  const { onlyFirst, onlySecond } = discordant(first, second);
  return Math.sqrt(Math.max(1, onlyFirst + onlySecond)) / images;
}

/** The arm that differs in nothing but that it takes no neighbours; undefined where there is none beside this one. */
export function baselineOf<Arm extends Diagnosable>(arms: readonly Arm[], arm: Arm): Arm | undefined {
  return arms.find(
    (other) =>
      other !== arm &&
      other.config.bootstrap.policy === 'none' &&
      differsInNeighbours(arm.config, other.config),
  );
}

const differsInNeighbours = (one: ExperimentConfig, other: ExperimentConfig): boolean =>
  one.bootstrap.policy !== 'none' &&
  one.backbone.kind === other.backbone.kind &&
  leaves(one).every(([path, value]) => path.startsWith('bootstrap.') || sameLeaf(value, leafAt(other, path)));

/** An arm is diagnosed when it has been evaluated or a floor has come, not ten times a second. */
interface Known {
  of: readonly unknown[];
  diagnosis: Diagnosis;
}
const known = new WeakMap<Log<EvaluationRecord>, Known>();

/** The state of the arm at `place`; undefined before it can be told. The same object until something is told. */
export function diagnosisOf(arms: readonly Diagnosable[], place: number): Diagnosis | undefined {
  const arm = arms[place];
  if (arm === undefined || arm.evaluations.length === 0) return undefined;
  const baseline = baselineOf(arms, arm);
  const of = [arm.floors, arm.config, baseline?.evaluations];
  const before = known.get(arm.evaluations);
  if (before !== undefined && of.every((one, index) => one === before.of[index])) return before.diagnosis;
  const grounds = groundsOf(arm);
  if (grounds === undefined) return undefined;
  const compared = baseline === undefined ? [] : comparisonsOf(arm, baseline);
  const diagnosis = diagnose(vitalsOf(arm.evaluations), grounds, compared);
  known.set(arm.evaluations, { of, diagnosis });
  return diagnosis;
}
