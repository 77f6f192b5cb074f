/** @file Holds a recorded training (`adasim-trace/1`) against our own run of it. */
import type { NetworkState, Trace } from '../../formats/trace.ts';
import { network } from '../../model/network.ts';
import type { ParameterSet } from '../../model/parameters.ts';
import * as tf from '../../tensor/tf.ts';
import {
  checkRow,
  NULL_GRADIENT_TOLERANCE,
  RankedLists,
  relativeError,
  TOLERANCE,
  WorstOf,
  type CheckRow,
} from './comparison.ts';
import { keyThird, precedesBatchNorm } from './nullGradients.ts';
import { Replay, type ReplayedStep } from './replay.ts';

/** Runs the recording on the current backend and compares every expectation. */
export async function verifyTrace(trace: Trace): Promise<CheckRow[]> {
  const first = await checkFirstStep(trace);
  const replay = new Replay(trace);
  try {
    const checks = new StepChecks(trace, replay.method.student.parameterNames);
    for await (const step of replay.run()) checks.add(step);
    return [...first, ...checks.rows(), ...checkEpochs(trace, replay), ...(await checkFinal(trace, replay))];
  } finally {
    replay.dispose();
  }
}

/** Collects the series of all steps. */
class StepChecks {
  private readonly losses: number[] = [];
  private readonly centres: number[] = [];
  private readonly features: number[] = [];
  private readonly norms: number[] = [];
  private readonly similarities: number[] = [];
  private readonly scores: number[] = [];
  private readonly probabilities: number[] = [];
  private readonly neighbours = new RankedLists('neighbours');
  private readonly candidates = new RankedLists('candidates');
  private gateErrors = 0;
  private drawErrors = 0;

  /** @param parameterNames the order of our own gradient norms */
  constructor(
    private readonly trace: Trace,
    private readonly parameterNames: readonly string[],
  ) {}

  add(step: ReplayedStep): void {
    const { expect, config, steps } = this.trace;
    const { topK } = config.bootstrap;
    this.losses.push(step.loss);
    this.centres.push(...step.centre);
    this.features.push(...step.features);
    this.norms.push(...this.inRecordedOrder(step.gradientNorms));
    this.similarities.push(...step.similarities);
    step.selections.forEach((selection, b) => {
      const place = step.step * config.batchSize + b;
      const row = (data: Int32Array) => data.subarray(place * topK, (place + 1) * topK);
      const similarities = step.similarities.subarray(b * topK, (b + 1) * topK);
      const neighbours = step.neighbours.subarray(b * topK, (b + 1) * topK);
      this.neighbours.compare(neighbours, similarities, row(expect.neighbours.data));
      this.candidates.compare(selection.candidates, selection.scores, row(expect.candidates.data));
      if (Number(selection.gateOpen) !== expect.gate.data[place]) this.gateErrors += 1;
      this.scores.push(...selection.scores);
      this.probabilities.push(...selection.probabilities);
      this.checkDraw(selection, steps.indices.data[place], steps.positives.data[place]);
    });
  }

  rows(): CheckRow[] {
    const { expect } = this.trace;
    const series = (name: string, ours: number[], theirs: ArrayLike<number>, note?: string) =>
      checkRow(name, relativeError(ours, theirs), TOLERANCE, note);
    return [
      series('loss', this.losses, expect.loss.data),
      series('centre', this.centres, expect.center.data),
      series('teacher features', this.features, expect.teacherFeatures.data),
      ...(expect.gradientNorms === undefined
        ? []
        : [series('gradient norms', this.norms, expect.gradientNorms.norms.data)]),
      series('similarities', this.similarities, expect.similarities.data),
      this.neighbours.row(),
      ...this.votes(),
      checkRow('recorded draws', this.drawErrors, 0, 'exact: each is one that our policy could have drawn'),
    ];
  }

  /** The votes are counted, and so recorded, only by the policies that draw from them. */
  private votes(): CheckRow[] {
    const { config, expect } = this.trace;
    if (config.bootstrap.policy !== 'window' && config.bootstrap.policy !== 'adaptive') return [];
    return [
      checkRow('gate', this.gateErrors, 0, 'exact'),
      this.candidates.row(),
      checkRow('scores', relativeError(this.scores, expect.scores.data), TOLERANCE),
      checkRow('probabilities', relativeError(this.probabilities, expect.probabilities.data), TOLERANCE),
    ];
  }

  /** The recorded positive has a probability above 0, or is what the policy leaves no choice about. */
  private checkDraw(
    selection: ReplayedStep['selections'][number],
    image: number | undefined,
    positive: number | undefined,
  ): void {
    const rank = selection.reason === 'drawn' ? selection.candidates.indexOf(positive ?? NaN) : -1;
    const possible =
      selection.reason === 'drawn'
        ? (selection.probabilities[rank] ?? 0) > 0
        : positive === selection.positive;
    if (!possible || image === undefined) this.drawErrors += 1;
  }

  private inRecordedOrder(norms: Float32Array): number[] {
    const order = this.trace.expect.gradientNorms?.parameters ?? [];
    const ours = new Map(this.parameterNames.map((name, index) => [name, norms[index] ?? NaN]));
    return order.map((name) => ours.get(name) ?? NaN);
  }
}

/** What was logged at the end of every epoch. */
function checkEpochs({ expect }: Trace, { epochs }: Replay): CheckRow[] {
  return [...expect.epoch].map(([name, { data }]) =>
    checkRow(
      `epoch: ${name}`,
      relativeError(
        epochs.map((epoch) => epoch[name]),
        data,
      ),
      TOLERANCE,
    ),
  );
}

/** Logits, features and gradients of the first step, by a trainer of its own that goes no further. */
async function checkFirstStep(trace: Trace): Promise<CheckRow[]> {
  const replay = new Replay(trace);
  try {
    return [...(await checkGradients(trace, replay)), ...(await checkOutputs(trace, replay))];
  } finally {
    replay.dispose();
  }
}

async function checkOutputs(trace: Trace, replay: Replay): Promise<CheckRow[]> {
  const expected = trace.expect.firstStep.outputs;
  const rows: CheckRow[] = [];
  for (const which of ['student', 'teacher'] as const) {
    const { features, logits } = tf.tidy(() => ({
      ...network(replay.method[which], trace.config, replay.batchViews(0), { training: true }),
    }));
    for (const [what, ours] of [['Features', features] as const, ['Logits', logits] as const]) {
      const theirs = expected.get(`${which}${what}`);
      if (theirs === undefined) continue;
      const error = relativeError(await ours.data<'float32'>(), theirs.data);
      rows.push(checkRow(`first step: ${which} ${what.toLowerCase()}`, error, TOLERANCE));
    }
    tf.dispose([features, logits]);
  }
  return rows;
}

async function checkGradients(trace: Trace, replay: Replay): Promise<CheckRow[]> {
  const expected = trace.expect.firstStep.gradients;
  if (expected === undefined) return [];
  const scalars = replay.scalars(0);
  const names = new Set(replay.method.student.plans.map(({ name }) => name));
  const gradients = tf.tidy(() => [...replay.method.learn(replay.batchViews(0), scalars).gradients]);
  const clip = trace.config.optimizer.clipGradient;
  const usual = new WorstOf('first step: gradients', TOLERANCE);
  const keys = new WorstOf('first step: gradients of key biases', NULL_GRADIENT_TOLERANCE, 'null gradient');
  const shifted = new WorstOf(
    'first step: gradients before BatchNorm',
    NULL_GRADIENT_TOLERANCE,
    'null gradient: ours, relative to the largest gradient of all',
  );
  const largest = Math.max(...[...expected.values()].map(({ data }) => largestOf(data)));
  for (const [name, gradient] of gradients) {
    const values = clipped(await gradient.data<'float32'>(), clip);
    gradient.dispose();
    const theirs = expected.get(name)?.data;
    if (theirs === undefined) continue;
    if (precedesBatchNorm(name, names)) shifted.add(name, largestOf(values) / largest);
    else addWithKeys(name, values, theirs, usual, keys);
  }
  return [...usual.rows(), ...keys.rows(), ...shifted.rows()];
}

async function checkFinal(trace: Trace, replay: Replay): Promise<CheckRow[]> {
  const { final } = trace.expect;
  if (final === undefined) return [];
  const { student, teacher } = replay.method;
  const bank = await replay.trainer.bank.features.data<'float32'>();
  const state = replay.window.exportState();
  const lists = new RankedLists('final: window neighbours');
  const { topK } = trace.config.bootstrap;
  for (let from = 0; from < final.windowNeighbours.data.length; from += topK) {
    const to = from + topK;
    lists.compare(
      state.neighbours.subarray(from, to),
      state.similarities.subarray(from, to),
      final.windowNeighbours.data.subarray(from, to),
    );
  }
  return [
    ...(await checkNetwork('student', student, final.student, trace)),
    ...(await checkNetwork('teacher', teacher, final.teacher, trace)),
    checkRow('final: bank', relativeError(bank, final.features.data), TOLERANCE),
    lists.row(),
    checkRow(
      'final: window similarities',
      relativeError(state.similarities, final.windowSimilarities.data),
      TOLERANCE,
    ),
  ];
}

async function checkNetwork(
  which: string,
  ours: ParameterSet,
  theirs: NetworkState,
  trace: Trace,
): Promise<CheckRow[]> {
  const names = new Set(theirs.tensors.keys());
  const usual = new WorstOf(`final: ${which}`, TOLERANCE);
  const keys = new WorstOf(`final: ${which}, key biases`, NULL_GRADIENT_TOLERANCE, 'null gradient');
  const shifted = new WorstOf(
    `final: ${which}, before BatchNorm`,
    1,
    'null gradient, as a share of what rounding may do',
  );
  for (const [name, tensor] of theirs.tensors) {
    const values = await ours.variable(name).data<'float32'>();
    if (precedesBatchNorm(name, names))
      shifted.add(name, relativeError(values, tensor.data) / driftTolerance(trace, tensor.data));
    else addWithKeys(name, values, tensor.data, usual, keys);
  }
  return [...usual.rows(), ...keys.rows(), ...shifted.rows()];
}

/**
 * How far a parameter without a gradient may have drifted, relative to its largest value. Adam divides the
 * gradient by its own size, so that even rounding moves a parameter by up to the learning rate, either way.
 */
function driftTolerance({ config, steps }: Trace, values: Float32Array): number {
  if (config.optimizer.kind !== 'adamw') return NULL_GRADIENT_TOLERANCE;
  const travelled = steps.lr.data.reduce((sum, lr) => sum + lr, 0);
  return Math.max(NULL_GRADIENT_TOLERANCE, (2 * travelled) / largestOf(values));
}

/** Compares a tensor; the key third of a `qkv.bias` goes under a heading of its own, on the tensor's scale. */
function addWithKeys(
  name: string,
  ours: Float32Array,
  theirs: Float32Array,
  usual: WorstOf,
  keys: WorstOf,
): void {
  const third = keyThird(name, theirs.length);
  if (third === undefined || ours.length !== theirs.length) {
    usual.add(name, relativeError(ours, theirs));
    return;
  }
  const without = ours.slice();
  without.set(theirs.subarray(third.from, third.to), third.from);
  const only = theirs.slice();
  only.set(ours.subarray(third.from, third.to), third.from);
  usual.add(name, relativeError(without, theirs));
  keys.add(name, relativeError(only, theirs));
}

/** REFERENCE section 1, item 5. */
function clipped(gradient: Float32Array, clip: number): Float32Array {
  const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
  const factor = clip > 0 ? Math.min(1, clip / (norm + 1e-6)) : 1;
  return gradient.map((value) => value * factor);
}

const largestOf = (values: Float32Array): number =>
  values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
