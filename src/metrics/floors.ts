/** @file What each of the label metrics is without training. */
import type { EvaluationRecord, Floors } from '../protocol/protocol.ts';

/** Those that are an accuracy, as an evaluation calls them. */
export type LabelMetric = keyof Pick<
  EvaluationRecord,
  'knnAccuracy' | 'linearProbe' | 'retrieval' | 'transferKnn' | 'transferProbe'
>;

export const floorNames = ['untrained', 'raw pixels', 'chance'] as const;
export type FloorName = (typeof floorNames)[number];

/** Null where it is not measured yet, or does not exist. */
export type FloorValues = Readonly<Record<FloorName, number | null>>;

const keys: Readonly<Record<LabelMetric, Readonly<Record<FloorName, keyof Floors>>>> = {
  knnAccuracy: { untrained: 'knnUntrained', 'raw pixels': 'knnRawPixels', chance: 'chance' },
  linearProbe: { untrained: 'linearProbeUntrained', 'raw pixels': 'linearProbeRawPixels', chance: 'chance' },
  retrieval: {
    untrained: 'retrievalUntrained',
    'raw pixels': 'retrievalRawPixels',
    chance: 'retrievalChance',
  },
  transferKnn: {
    untrained: 'transferKnnUntrained',
    'raw pixels': 'transferKnnRawPixels',
    chance: 'transferChance',
  },
  transferProbe: {
    untrained: 'transferProbeUntrained',
    'raw pixels': 'transferProbeRawPixels',
    chance: 'transferChance',
  },
};

/** @param measured null or undefined where none is known yet */
export function floorsOf(metric: LabelMetric, measured: Floors | null | undefined): FloorValues {
  const value = (name: FloorName) => measured?.[keys[metric][name]] ?? null;
  return { untrained: value('untrained'), 'raw pixels': value('raw pixels'), chance: value('chance') };
}
