/** @file Collects what every step of a replay gave, against what was recorded of it. */
import { countsVotes, type Trace } from '../../formats/trace.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { SeriesError } from '../../tensor/relativeError.ts';
import { checkRow, TOLERANCE } from './comparison.ts';
import { RankedLists } from './ranking.ts';
import type { ReplayedStep } from './replay.ts';

export class StepChecks {
  private readonly losses: SeriesError;
  private readonly centres: SeriesError;
  private readonly features: SeriesError;
  private readonly norms: SeriesError;
  private readonly similarities: SeriesError;
  private readonly scores: SeriesError;
  private readonly probabilities: SeriesError;
  private readonly neighbours = new RankedLists('neighbours');
  private readonly candidates = new RankedLists('candidates');
  private gateErrors = 0;
  private drawErrors = 0;

  /** @param parameterNames the order of our own gradient norms */
  constructor(
    private readonly trace: Trace,
    private readonly parameterNames: readonly string[],
  ) {
    const { expect } = trace;
    this.losses = new SeriesError(expect.loss.data);
    this.centres = new SeriesError(expect.center.data);
    this.features = new SeriesError(expect.teacherFeatures.data);
    this.norms = new SeriesError(expect.gradientNorms?.norms.data ?? []);
    this.similarities = new SeriesError(expect.similarities.data);
    this.scores = new SeriesError(expect.votes?.scores.data ?? []);
    this.probabilities = new SeriesError(expect.votes?.probabilities.data ?? []);
  }

  add(step: ReplayedStep): void {
    const { expect, config } = this.trace;
    this.losses.add([step.loss]);
    this.centres.add(step.centre);
    this.features.add(step.features);
    this.norms.add(this.inRecordedOrder(step.gradientNorms));
    this.similarities.add(step.similarities);
    for (const result of step.neighbours) this.neighbours.add(result);
    step.selections.forEach((selection, b) => {
      const gate = expect.votes?.gate.data[step.step * config.batchSize + b];
      if (Number(selection.gateOpen) !== gate) this.gateErrors += 1;
      if (!selection.possible) this.drawErrors += 1;
      this.candidates.add(selection.agreement);
      this.scores.add(selection.scores);
      this.probabilities.add(selection.probabilities);
    });
  }

  rows(): CheckRow[] {
    const series = (name: string, { error }: SeriesError): CheckRow => checkRow(name, error, TOLERANCE);
    return [
      series('loss', this.losses),
      series('centre', this.centres),
      series('teacher features', this.features),
      ...(this.trace.expect.gradientNorms === undefined ? [] : [series('gradient norms', this.norms)]),
      series('similarities', this.similarities),
      this.neighbours.row(),
      ...this.votes(),
      checkRow('recorded draws', this.drawErrors, 0, 'exact: each is one that our policy could have drawn'),
    ];
  }

  /** The votes are counted, and so recorded, only by the policies that draw from them; the gate is AdaSim's alone. */
  private votes(): CheckRow[] {
    const { policy } = this.trace.config.bootstrap;
    if (!countsVotes(policy)) return [];
    return [
      ...(policy === 'adaptive' ? [checkRow('gate', this.gateErrors, 0, 'exact')] : []),
      this.candidates.row(),
      checkRow('scores', this.scores.error, TOLERANCE),
      checkRow('probabilities', this.probabilities.error, TOLERANCE),
    ];
  }

  private inRecordedOrder(norms: Float32Array): number[] {
    const order = this.trace.expect.gradientNorms?.parameters ?? [];
    const ours = new Map(this.parameterNames.map((name, index) => [name, norms[index] ?? NaN]));
    return order.map((name) => ours.get(name) ?? NaN);
  }
}
