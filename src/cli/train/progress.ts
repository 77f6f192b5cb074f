/** @file Shows how a run goes: a bar that redraws itself in a terminal, one plain line per epoch elsewhere. */
import type { EpochRecord, EvaluationRecord } from '../../protocol/records.ts';
import { floorsOf, type Floors } from '../../metrics/floors.ts';
import { metricOf, type MetricRecord } from '../../metrics/metric.ts';
import { declarations, metricIdsOf, type MetricId } from '../../metrics/table.ts';
import type { ArmRecord, TrainRecord } from './runRecord.ts';

export interface ProgressDisplay {
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

/** Where this process writes. */
export const thisScreen = (): Screen => ({
  isTTY: process.stdout.isTTY,
  // A terminal may not know its width.
  columns: process.stdout.columns || 80,
  write: (text) => process.stdout.write(text),
});

export const progressFor = (screen: Screen): ProgressDisplay =>
  screen.isTTY ? new Bar(screen) : new Lines((line) => screen.write(`${line}\n`));

export const noProgress: ProgressDisplay = { update: () => undefined, end: () => undefined };

/** A line when the device is known; for each arm one for the floors of each metric, and one for each epoch. */
class Lines implements ProgressDisplay {
  private deviceTold = false;
  private readonly floorsTold = new Map<ArmRecord, Set<MetricId>>();
  private readonly epochsTold = new Map<ArmRecord, number>();

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
    for (const arm of record.arms) this.tellOf(record, arm, all);
  }

  private tellOf(record: TrainRecord, arm: ArmRecord, all: boolean): void {
    const name = record.arms.length > 1 ? padded(arm, record.arms) : undefined;
    const floorsTold = this.floorsTold.get(arm) ?? new Set();
    this.floorsTold.set(arm, floorsTold);
    for (const { metric, line } of arm.floors === undefined ? [] : floorLines(arm.floors)) {
      if (floorsTold.has(metric)) continue;
      floorsTold.add(metric);
      this.say(name === undefined ? line : `${name}  ${line}`);
    }
    for (;;) {
      const told = this.epochsTold.get(arm) ?? 0;
      const epoch = arm.epochs[told];
      if (epoch === undefined) break;
      const evaluation = arm.evaluations.find(({ step }) => step === epoch.step);
      // An epoch's evaluation comes a little after it; once the next epoch is over there will be none.
      const overtaken = arm.epochs.length > told + 1;
      if (evaluation === undefined && !overtaken && !all) break;
      this.epochsTold.set(arm, told + 1);
      this.say(epochLine(record, arm, epoch, { evaluation, name }));
    }
  }
}

/** An arm's label, as wide as the widest. */
const padded = ({ label }: ArmRecord, arms: readonly ArmRecord[]): string =>
  label.padEnd(Math.max(...arms.map((arm) => arm.label.length)));

/** One line at the bottom of a terminal, above which the epochs' lines scroll away. */
class Bar implements ProgressDisplay {
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

/** Makes room for what is written next. */
export const eraseLine = '\r\u001b[K';

function deviceLine(device: NonNullable<TrainRecord['device']>): string {
  return `Computing on ${device.backend} (${device.adapter}). ${device.reason}`;
}

/** A line for each metric of which all floors are known that it has. */
function floorLines(floors: Floors): { metric: MetricId; line: string }[] {
  return metricIdsOf('evaluations').flatMap((metric) => {
    const { 'raw pixels': rawPixels, untrained, chance } = floorsOf(metric, floors);
    if (rawPixels === null || untrained === null || chance === null) return [];
    const line =
      `Floors of ${declarations[metric].label}: raw pixels ${percent(rawPixels)}, ` +
      `untrained network ${percent(untrained)}, chance ${percent(chance)}`;
    return [{ metric, line }];
  });
}

function epochLine(
  record: TrainRecord,
  { steps, shape }: ArmRecord,
  epoch: EpochRecord,
  { evaluation, name }: { evaluation: EvaluationRecord | undefined; name: string | undefined },
): string {
  const losses = steps.filter((step) => step.epoch === epoch.epoch).map((step) => step.loss);
  const loss = losses.reduce((total, value) => total + value, 0) / losses.length;
  const total = shape === undefined ? '' : `/${Math.ceil(totalEpochs(shape))}`;
  return [
    `epoch ${epoch.epoch + 1}${total}`,
    ...(name === undefined ? [] : [name]),
    `step ${epoch.step}`,
    ...(losses.length > 0 ? [`loss ${loss.toFixed(4)}`] : []),
    ...metricIdsOf('evaluations').flatMap((id) => figure(id, evaluation)),
    ...metricIdsOf('epochs').flatMap((id) => figure(id, epoch)),
    `${record.stepsPerSecond.toFixed(1)} steps/s`,
  ].join('  ');
}

/** "k-NN 43.2 %": what an epoch's line says of a metric, where it says anything. */
function figure(id: MetricId, record: MetricRecord | undefined): string[] {
  const { epochLine: name, result, percent: isShare } = declarations[id];
  const value = record === undefined ? null : metricOf(id).value(record);
  if (name === undefined || value === null) return [];
  const isPercentage = isShare === true || result?.images !== undefined;
  return [`${name} ${isPercentage ? percent(value) : value.toFixed(1)}`];
}

const totalEpochs = (shape: NonNullable<ArmRecord['shape']>) => shape.totalSteps / shape.stepsPerEpoch;

export const barLine = (record: TrainRecord, columns: number): string =>
  drawnBar(barShare(record), barText(record), columns);

/** A bar and what it says, never wider than the terminal. */
export function drawnBar(share: number, text: string, columns: number): string {
  const width = Math.min(30, columns - text.length - 4);
  if (width < 5) return text.slice(0, Math.max(0, columns - 1));
  const full = Math.round(share * width);
  return `▕${'█'.repeat(full)}${'░'.repeat(width - full)}▏ ${text}`;
}

/** The arm that is furthest: those that have not stopped are at the same step. */
const furthest = ({ arms }: TrainRecord): ArmRecord =>
  arms.reduce((ahead, arm) => (arm.step > ahead.step ? arm : ahead));

function barShare(record: TrainRecord): number {
  const { shape, step, steps } = furthest(record);
  const { loading } = record;
  if (shape !== undefined && steps.length > 0) return Math.min(1, step / shape.totalSteps);
  return loading === undefined || loading.total === 0 ? 0 : Math.min(1, loading.done / loading.total);
}

function barText(record: TrainRecord): string {
  const { shape, step, steps } = furthest(record);
  const { loading } = record;
  if (shape === undefined || steps.length === 0) {
    if (loading === undefined || loading.done >= loading.total) return 'preparing';
    return `${loading.label} ${(loading.done / 1e6).toFixed(1)}/${(loading.total / 1e6).toFixed(1)} MB`;
  }
  return [
    `${step}/${shape.totalSteps} steps`,
    ...record.arms.filter((arm) => arm.steps.length > 0).map((arm) => armText(arm, record.arms.length > 1)),
    ...(record.stepsPerSecond > 0 ? [`${record.stepsPerSecond.toFixed(1)} steps/s`] : []),
    ...(record.secondsLeft > 0 ? [`${duration(record.secondsLeft)} left`] : []),
  ].join(' · ');
}

function armText({ label, steps, evaluations, stopped }: ArmRecord, several: boolean): string {
  const name = several ? `${label} ` : '';
  if (stopped !== undefined) return `${name}stopped`;
  const evaluation = evaluations.at(-1);
  const accuracy = evaluation === undefined ? '' : ` · k-NN ${percent(evaluation.knnAccuracy)}`;
  return `${name}loss ${(steps.at(-1)?.loss ?? 0).toFixed(3)}${accuracy}`;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
