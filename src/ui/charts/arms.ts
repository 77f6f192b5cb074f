/** @file The runs that a chart overlays, and how each looks: always a colour and a dash. */
import type { BootstrapConfig } from '../../config/schema.ts';
import type { Log } from '../../store/log.ts';
import type { RunState } from '../../store/runState.ts';
import type { EpochRecord, EvaluationRecord, StepRecord } from '../../worker/protocol.ts';

export type Policy = BootstrapConfig['policy'];

export interface ArmStyle {
  /** A custom property of the stylesheet. */
  colour: string;
  /** SVG dash array; undefined is a solid line. */
  dash: string | undefined;
}

/** One line in every chart. */
export interface Arm {
  id: string;
  label: string;
  style: ArmStyle;
  steps: Log<StepRecord>;
  epochs: Log<EpochRecord>;
  evaluations: Log<EvaluationRecord>;
}

/** A policy looks the same wherever it is drawn. */
export const policyStyle: Record<Policy, ArmStyle> = {
  none: { colour: 'var(--arm-none)', dash: '1.5 3.5' },
  naive: { colour: 'var(--arm-naive)', dash: '7 4' },
  window: { colour: 'var(--arm-window)', dash: '9 3 2 3' },
  adaptive: { colour: 'var(--arm-adaptive)', dash: undefined },
};

export const policyMeaning: Record<Policy, string> = {
  none: 'each image is its own positive',
  naive: 'always the nearest',
  window: 'voted, no gate',
  adaptive: 'AdaSim: neighbours where they can be trusted',
};

export type Records = Pick<RunState, 'steps' | 'epochs' | 'evaluations'>;

/** The arms of a run. */
export function armsOf({ steps, epochs, evaluations }: Records, policy: Policy): Arm[] {
  return [{ id: policy, label: policy, style: policyStyle[policy], steps, epochs, evaluations }];
}
