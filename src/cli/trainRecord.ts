/** @file What a run has told so far, and the summary that it ends with. */
import type { ExperimentConfig } from '../config/schema.ts';
import type {
  Device,
  EpochRecord,
  EvaluationRecord,
  Floors,
  Phase,
  RunShape,
  StepRecord,
} from '../worker/protocol.ts';
import type { ForwardedEvent } from './page/bridge.ts';

export type Outcome = 'finished' | 'interrupted' | 'failed';

/** The last line of `npm run train`. A value that the run did not get to is null. */
export interface TrainSummary {
  preset: string;
  outcome: Outcome;
  backend: string | null;
  adapter: string | null;
  softwareAdapter: boolean | null;
  seed: number;
  steps: number;
  epochs: number;
  /** Median over the run, evaluations included. */
  stepsPerSecond: number | null;
  imagesPerSecond: number | null;
  firstLoss: number | null;
  lastLoss: number | null;
  knnAccuracy: number | null;
  knnUntrained: number | null;
  knnRawPixels: number | null;
  chance: number | null;
  rankMe: number | null;
  featureStd: number | null;
  parameters: number | null;
  config: ExperimentConfig;
}

/** The events of one run, gathered. */
export class TrainRecord {
  phase: Phase = 'loading';
  device: Device | undefined;
  shape: RunShape | undefined;
  floors: Floors | undefined;
  /** What is being loaded, bytes. */
  loading: { label: string; done: number; total: number } | undefined;
  readonly steps: StepRecord[] = [];
  readonly epochs: EpochRecord[] = [];
  readonly evaluations: EvaluationRecord[] = [];
  stepsPerSecond = 0;
  secondsLeft = 0;
  private readonly speeds: { steps: number; images: number }[] = [];

  add(event: ForwardedEvent): void {
    switch (event.type) {
      case 'device':
        this.device = event.device;
        break;
      case 'shape':
        this.shape = event.shape;
        break;
      case 'status':
        this.phase = event.phase;
        break;
      case 'progress':
        this.loading = event;
        break;
      case 'floors':
        this.floors = event.floors;
        break;
      case 'metrics':
        this.steps.push(...event.steps);
        this.epochs.push(...event.epochs);
        this.evaluations.push(...event.evaluations);
        this.stepsPerSecond = event.stepsPerSecond;
        this.secondsLeft = event.secondsLeft;
        if (event.stepsPerSecond > 0)
          this.speeds.push({ steps: event.stepsPerSecond, images: event.imagesPerSecond });
        break;
      default:
        // The rest measures nothing.
        break;
    }
  }

  summary(preset: string, config: ExperimentConfig, outcome: Outcome): TrainSummary {
    const { device, floors, steps } = this;
    const last = this.evaluations.at(-1);
    return {
      preset,
      outcome,
      backend: device?.backend ?? null,
      adapter: device?.adapter ?? null,
      softwareAdapter: device?.software ?? null,
      seed: config.seed,
      steps: steps.length,
      epochs: this.epochs.length,
      stepsPerSecond: median(this.speeds.map((speed) => speed.steps)),
      imagesPerSecond: median(this.speeds.map((speed) => speed.images)),
      firstLoss: steps[0]?.loss ?? null,
      lastLoss: steps.at(-1)?.loss ?? null,
      knnAccuracy: last?.knnAccuracy ?? null,
      knnUntrained: floors?.knnUntrained ?? null,
      knnRawPixels: floors?.knnRawPixels ?? null,
      chance: floors?.chance ?? null,
      rankMe: last?.rankMe ?? null,
      featureStd: last?.featureStd ?? null,
      parameters: this.shape?.parameters ?? null,
      config,
    };
  }
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
