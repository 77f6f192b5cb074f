/** @file The arms as the charts draw them: how each looks, always by a colour and a dash, and what it is read against. */
import { armLabels } from '../config/armLabels.ts';
import type { ArmSettings } from '../config/arms.ts';
import type { BootstrapConfig } from '../config/schema.ts';
import { emptyLog, type Log } from '../metrics/log.ts';
import type { EpochRecord, EvaluationRecord, StepRecord } from '../protocol/records.ts';
import { factsOf, type RunFacts, type ToldFacts } from '../metrics/facts.ts';

type Policy = BootstrapConfig['policy'];

export interface ArmStyle {
  /** A custom property of the stylesheet. */
  colour: string;
  /** SVG dash array; undefined is a solid line. */
  dash: string | undefined;
}

/** How an arm appears wherever it is named. */
export interface ArmLook {
  id: string;
  label: string;
  style: ArmStyle;
  /** What the label means, where a few words say it. */
  meaning?: string;
}

/** One line in every chart. */
export interface ChartArm extends ArmLook {
  facts: RunFacts;
  steps: Log<StepRecord>;
  epochs: Log<EpochRecord>;
  evaluations: Log<EvaluationRecord>;
  /** It ended before the others. */
  stopped: boolean;
}

/** A policy looks the same wherever it is drawn. */
export const policyStyle: Record<Policy, ArmStyle> = {
  none: { colour: 'var(--arm-none)', dash: '1.5 3.5' },
  naive: { colour: 'var(--arm-naive)', dash: '7 4' },
  window: { colour: 'var(--arm-window)', dash: '9 3 2 3' },
  adaptive: { colour: 'var(--arm-adaptive)', dash: undefined },
};

const policyMeaning: Record<Policy, string> = {
  none: 'each image is its own positive',
  naive: 'always the nearest',
  window: 'voted, no gate',
  adaptive: 'AdaSim: trusted neighbours',
};

/** For arms that policies do not tell apart, in their order: the same four pairs of colour and dash. */
const palette = [policyStyle.adaptive, policyStyle.naive, policyStyle.window, policyStyle.none] as const;

/** How the arms of an experiment look. Where each has a policy of its own, that decides. */
export function looksOf(arms: readonly ArmSettings[]): ArmLook[] {
  const labels = armLabels(arms);
  const byPolicy = new Set(arms.map(({ config }) => config.bootstrap.policy)).size === arms.length;
  return arms.map(({ config }, index) => {
    const { policy } = config.bootstrap;
    const look = { id: String(index), label: labels[index] ?? '' };
    if (byPolicy) return { ...look, style: policyStyle[policy], meaning: policyMeaning[policy] };
    return { ...look, style: palette[index % palette.length] ?? palette[0] };
  });
}

/** An arm that runs, or that would. */
type ChartedArm = ArmSettings &
  ToldFacts &
  Partial<Pick<ChartArm, 'steps' | 'epochs' | 'evaluations' | 'stopped'>>;

export function chartArms(arms: readonly ChartedArm[]): ChartArm[] {
  const looks = looksOf(arms);
  return arms.flatMap((arm, index) => {
    const { steps = emptyLog(), epochs = emptyLog(), evaluations = emptyLog(), stopped = false } = arm;
    const look = looks[index];
    return look === undefined ? [] : [{ ...look, facts: factsOf(arm), steps, epochs, evaluations, stopped }];
  });
}
