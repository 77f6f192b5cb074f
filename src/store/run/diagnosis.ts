/** @file From what an arm has told to what state it is in. */
import { diagnose, type Diagnosis, type Vitals } from '../../adasim/diagnosis.ts';
import { at, type Log } from '../../metrics/log.ts';
import type { EvaluationRecord } from '../../protocol/records.ts';
import type { ArmState } from './runState.ts';

type Diagnosable = Pick<ArmState, 'config' | 'shape' | 'floors' | 'evaluations'>;

/** The figures of an arm at its last evaluation; undefined before the floors are known. */
export function vitalsOf({ config, shape, floors, evaluations }: Diagnosable): Vitals | undefined {
  const last = at(evaluations, -1);
  const { rankMeUntrained = null, knnUntrained = null } = floors ?? {};
  if (shape === null || rankMeUntrained === null || knnUntrained === null || last === undefined)
    return undefined;
  return {
    epoch: last.epoch,
    warmupEpochs: config.optimizer.warmupEpochs,
    marginalEntropy: last.marginalEntropy,
    mutualInformation: last.mutualInformation,
    prototypes: config.method === 'dino' ? config.head.outDim : null,
    rankMe: last.rankMe,
    rankMeUntrained,
    featureStd: last.featureStd,
    featureDim: shape.featureDim,
    knnAccuracy: last.knnAccuracy,
    knnUntrained,
  };
}

/** An arm is diagnosed when it has been evaluated, not ten times a second. */
const known = new WeakMap<Log<EvaluationRecord>, Diagnosis>();

/** The state of an arm; undefined before it can be told. The same object until the next evaluation. */
export function diagnosisOf(arm: Diagnosable): Diagnosis | undefined {
  const before = known.get(arm.evaluations);
  if (before !== undefined) return before;
  const vitals = vitalsOf(arm);
  if (vitals === undefined) return undefined;
  const diagnosis = diagnose(vitals);
  known.set(arm.evaluations, diagnosis);
  return diagnosis;
}
