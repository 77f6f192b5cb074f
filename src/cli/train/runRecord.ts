/** @file What a run has told so far, and the summary that it ends with. */
import { median } from '../../adasim/quantile.ts';
import { namedArms } from '../../config/armLabels.ts';
import type { Arms } from '../../config/arms.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Device } from '../../protocol/device.ts';
import type { EpochRecord, EvaluationRecord, Floors, RunShape, StepRecord } from '../../protocol/records.ts';
import type { Phase } from '../../protocol/events.ts';
import { byKey } from '../../metrics/byKey.ts';
import { isOneNumber } from '../../metrics/declaration.ts';
import { floorKeys } from '../../metrics/floors.ts';
import { metricOf } from '../../metrics/metric.ts';
import { declarations, metricIdsOf, type FloorKey, type MetricIdOf } from '../../metrics/table.ts';
import type { ForwardedEvent } from '../engine/page/bridge.ts';
import type { TrainRequest } from './request.ts';

export type Outcome = 'finished' | 'interrupted' | 'failed';

/** Metrics that are one number, which the last evaluation has of the run. */
const summed = metricIdsOf('evaluations').filter((id) => isOneNumber(declarations[id].holds));

/** The last evaluation and its floors, by the names that records give them; null where the run did not get to it. */
type LastMeasured = Partial<Record<MetricIdOf<'evaluations'>, number | null>> &
  Record<FloorKey, number | null>;

/** What one arm has come to. A value that it did not get to is null. */
interface Results extends LastMeasured {
  /** The checkpoint that was written. */
  saved: string | null;
  /** Where the run stands: steps done, counted from its first. */
  step: number;
  /** Steps that this command did. */
  steps: number;
  epochs: number;
  firstLoss: number | null;
  lastLoss: number | null;
  parameters: number | null;
  config: ExperimentConfig;
}

/** A checkpoint that is on disk. */
export interface SavedArm {
  file: string;
  /** Steps that the run had done by then, counted from its first. */
  step: number;
}

interface Circumstances {
  /** Null where a checkpoint brought the configuration. */
  preset: string | null;
  outcome: Outcome;
  backend: string | null;
  adapter: string | null;
  softwareAdapter: boolean | null;
  seed: number;
  /** The file that the run started from. */
  from: string | null;
  /** Median over the run, evaluations included; of all arms together. */
  stepsPerSecond: number | null;
  imagesPerSecond: number | null;
}

/** The last line of `npm run train`. */
export interface TrainSummary extends Circumstances, Results {}

/** The last line where several arms were trained in lockstep. */
export interface LockstepSummary extends Circumstances {
  arms: (Results & {
    label: string;
    /** Why it ended before the others; null where it did not. */
    stopped: string | null;
  })[];
}

export type Summary = TrainSummary | LockstepSummary;

/** What one arm has told. */
export class ArmRecord {
  shape: RunShape | undefined;
  floors: Floors | undefined;
  stopped: string | undefined;
  readonly steps: StepRecord[] = [];
  readonly epochs: EpochRecord[] = [];
  readonly evaluations: EvaluationRecord[] = [];
  /** Where the run began: the step of its checkpoint. */
  begun = 0;

  constructor(
    readonly label: string,
    private readonly config: ExperimentConfig,
  ) {}

  /** Steps done, counted from the run's first. */
  get step(): number {
    const last = this.steps.at(-1);
    return last === undefined ? this.begun : last.step + 1;
  }

  add(event: ForwardedEvent): void {
    switch (event.type) {
      case 'shape':
        this.shape = event.shape;
        break;
      case 'floors':
        this.floors = event.floors;
        break;
      case 'stopped':
        this.stopped = event.message;
        break;
      case 'metrics':
        this.steps.push(...event.steps);
        this.epochs.push(...event.epochs);
        this.evaluations.push(...event.evaluations);
        break;
      default:
        // The rest is of the whole run.
        break;
    }
  }

  results(saved: string | undefined): Results {
    const { floors, steps, epochs, evaluations, shape, step, config } = this;
    const last = evaluations.at(-1);
    return {
      saved: saved ?? null,
      step,
      steps: steps.length,
      epochs: epochs.length,
      firstLoss: steps[0]?.loss ?? null,
      lastLoss: steps.at(-1)?.loss ?? null,
      ...byKey(summed, (id) => (last === undefined ? null : metricOf(id).value(last))),
      ...byKey(floorKeys, (key) => floors?.[key] ?? null),
      chance: floors?.chance ?? null,
      parameters: shape?.parameters ?? null,
      config,
    };
  }
}

/** The events of a run and its arms, gathered. */
export class TrainRecord {
  phase: Phase = 'loading';
  device: Device | undefined;
  /** What is being loaded, bytes. */
  loading: { label: string; done: number; total: number } | undefined;
  stepsPerSecond = 0;
  secondsLeft = 0;
  readonly arms: readonly [ArmRecord, ...ArmRecord[]];
  private readonly speeds: { steps: number; images: number }[] = [];

  constructor(arms: Arms) {
    const [first, ...others] = namedArms(arms);
    const recordOf = ({ label, config }: typeof first) => new ArmRecord(label, config);
    this.arms = [recordOf(first), ...others.map(recordOf)];
  }

  add(event: ForwardedEvent): void {
    if ('arm' in event) this.arms[event.arm]?.add(event);
    switch (event.type) {
      case 'opened':
        for (const arm of this.arms) arm.begun = event.step;
        break;
      case 'device':
        this.device = event.device;
        break;
      case 'status':
        this.phase = event.phase;
        break;
      case 'progress':
        this.loading = event;
        break;
      case 'metrics':
        this.stepsPerSecond = event.stepsPerSecond;
        this.secondsLeft = event.secondsLeft;
        if (event.stepsPerSecond > 0)
          this.speeds.push({ steps: event.stepsPerSecond, images: event.imagesPerSecond });
        break;
      default:
        // The rest is an arm's, or measures nothing.
        break;
    }
  }

  /** @param saved the checkpoint of each arm that has one */
  summary(
    { preset, arms, from }: TrainRequest,
    outcome: Outcome,
    saved: readonly (SavedArm | undefined)[],
  ): Summary {
    const { device, speeds } = this;
    const circumstances = {
      preset,
      outcome,
      backend: device?.backend ?? null,
      adapter: device?.adapter ?? null,
      softwareAdapter: device?.software ?? null,
      seed: arms[0].config.seed,
      from: from?.file ?? null,
    };
    const speed = {
      stepsPerSecond: medianOf(speeds.map(({ steps }) => steps)),
      imagesPerSecond: medianOf(speeds.map(({ images }) => images)),
    };
    const [only, ...others] = this.arms;
    if (others.length === 0) {
      const { saved: file, step, steps, epochs, ...results } = only.results(saved[0]?.file);
      return { ...circumstances, saved: file, step, steps, epochs, ...speed, ...results };
    }
    const results = this.arms.map((arm, index) => ({
      label: arm.label,
      stopped: arm.stopped ?? null,
      ...arm.results(saved[index]?.file),
    }));
    return { ...circumstances, ...speed, arms: results };
  }
}

/** Null before there is a value. */
const medianOf = (values: readonly number[]): number | null => (values.length === 0 ? null : median(values));
