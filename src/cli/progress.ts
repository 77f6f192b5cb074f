/** @file Shows how a run goes: a bar that redraws itself in a terminal, one plain line per epoch elsewhere. */
import type { EpochRecord, EvaluationRecord } from '../worker/protocol.ts';
import type { TrainRecord } from './trainRecord.ts';

export interface Progress {
  /** Called after each event. */
  update: (record: TrainRecord) => void;
  /** Called once, before the last line. */
  end: (record: TrainRecord) => void;
}

export interface Screen {
  isTTY: boolean;
  /** Width of a terminal. */
  columns: number;
  write: (text: string) => void;
}

export const progressFor = (screen: Screen): Progress =>
  screen.isTTY ? new Bar(screen) : new Lines((line) => screen.write(`${line}\n`));

export const noProgress: Progress = { update: () => undefined, end: () => undefined };

/** A line when the device is known, one for the floors, one for each epoch. */
class Lines implements Progress {
  private deviceTold = false;
  private floorsTold = false;
  private epochsTold = 0;

  constructor(private readonly say: (line: string) => void) {}

  update(record: TrainRecord): void {
    this.tell(record, false);
  }

  end(record: TrainRecord): void {
    this.tell(record, true);
  }

  private tell(record: TrainRecord, all: boolean): void {
    if (record.device !== undefined && !this.deviceTold) {
      this.deviceTold = true;
      this.say(deviceLine(record.device));
    }
    if (record.floors !== undefined && !this.floorsTold) {
      this.floorsTold = true;
      this.say(floorsLine(record.floors));
    }
    for (;;) {
      const epoch = record.epochs[this.epochsTold];
      if (epoch === undefined) break;
      const evaluation = record.evaluations.find(({ step }) => step === epoch.step);
      // An epoch's evaluation comes a little after it; once the next epoch is over there will be none.
      const overtaken = record.epochs.length > this.epochsTold + 1;
      if (evaluation === undefined && !overtaken && !all) break;
      this.epochsTold += 1;
      this.say(epochLine(record, epoch, evaluation));
    }
  }
}

/** One line at the bottom of a terminal, above which the epochs' lines scroll away. */
class Bar implements Progress {
  private drawnAt = -Infinity;
  private readonly lines: Lines;

  constructor(private readonly screen: Screen) {
    this.lines = new Lines((line) => screen.write(`${eraseLine}${line}\n`));
  }

  update(record: TrainRecord): void {
    this.lines.update(record);
    const now = performance.now();
    if (now - this.drawnAt < 100) return;
    this.drawnAt = now;
    this.screen.write(`${eraseLine}${barLine(record, this.screen.columns)}`);
  }

  end(record: TrainRecord): void {
    this.screen.write(eraseLine);
    this.lines.end(record);
  }
}

const eraseLine = '\r\u001b[K';

function deviceLine(device: NonNullable<TrainRecord['device']>): string {
  return `Computing on ${device.backend} (${device.adapter}). ${device.reason}`;
}

function floorsLine(floors: NonNullable<TrainRecord['floors']>): string {
  const { knnRawPixels, knnUntrained, chance } = floors;
  return (
    `Floors of k-NN accuracy: raw pixels ${percent(knnRawPixels)}, untrained network ${percent(knnUntrained)}, ` +
    `chance ${percent(chance)}`
  );
}

function epochLine(
  record: TrainRecord,
  epoch: EpochRecord,
  evaluation: EvaluationRecord | undefined,
): string {
  const losses = record.steps.filter((step) => step.epoch === epoch.epoch).map((step) => step.loss);
  const loss = losses.reduce((total, value) => total + value, 0) / losses.length;
  const total = record.shape === undefined ? '' : `/${Math.ceil(totalEpochs(record.shape))}`;
  return [
    `epoch ${epoch.epoch + 1}${total}`,
    `step ${epoch.step}`,
    ...(losses.length > 0 ? [`loss ${loss.toFixed(4)}`] : []),
    ...(evaluation === undefined
      ? []
      : [`k-NN ${percent(evaluation.knnAccuracy)}`, `RankMe ${evaluation.rankMe.toFixed(1)}`]),
    `gate open ${percent(epoch.gateOpenShare)}`,
    `bootstrapped ${percent(epoch.bootstrappedShare)}`,
    `${record.stepsPerSecond.toFixed(1)} steps/s`,
  ].join('  ');
}

const totalEpochs = (shape: NonNullable<TrainRecord['shape']>) => shape.totalSteps / shape.stepsPerEpoch;

/** The bar, never wider than the terminal. */
export function barLine(record: TrainRecord, columns: number): string {
  const text = barText(record);
  const share = barShare(record);
  const width = Math.min(30, columns - text.length - 4);
  if (width < 5) return text.slice(0, Math.max(0, columns - 1));
  const full = Math.round(share * width);
  return `▕${'█'.repeat(full)}${'░'.repeat(width - full)}▏ ${text}`;
}

function barShare({ shape, steps, loading }: TrainRecord): number {
  if (shape !== undefined && steps.length > 0) return Math.min(1, steps.length / shape.totalSteps);
  return loading === undefined || loading.total === 0 ? 0 : Math.min(1, loading.done / loading.total);
}

function barText(record: TrainRecord): string {
  const { shape, steps, loading, evaluations } = record;
  if (shape === undefined || steps.length === 0) {
    if (loading === undefined || loading.done >= loading.total) return 'preparing';
    return `${loading.label} ${(loading.done / 1e6).toFixed(1)}/${(loading.total / 1e6).toFixed(1)} MB`;
  }
  const evaluation = evaluations.at(-1);
  return [
    `${steps.length}/${shape.totalSteps} steps`,
    `loss ${(steps.at(-1)?.loss ?? 0).toFixed(3)}`,
    ...(evaluation === undefined ? [] : [`k-NN ${percent(evaluation.knnAccuracy)}`]),
    ...(record.stepsPerSecond > 0 ? [`${record.stepsPerSecond.toFixed(1)} steps/s`] : []),
    ...(record.secondsLeft > 0 ? [`${duration(record.secondsLeft)} left`] : []),
  ].join(' · ');
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
