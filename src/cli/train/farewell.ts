/** @file The last word on a run that did not come to its end: why, what is kept, and how it goes on. */
import { asTyped } from '../command/asTyped.ts';
import type { TrainEnd } from './leadRun.ts';
import type { TrainRequest } from './request.ts';
import type { SavedArm } from './runRecord.ts';

/** One line; undefined where all was done that was asked for. */
export function farewell(request: TrainRequest, end: TrainEnd): string | undefined {
  const { ending, problem, unwritten, lost, record } = end;
  if (ending === undefined && problem === undefined && unwritten === undefined) return undefined;
  const step = Math.max(...record.arms.map((arm) => arm.step));
  const why =
    ending === undefined
      ? [problem, ...(lost ? [`The run had come to step ${step}.`] : [])]
      : [`Ended at step ${step} ${ending.how}.`, problem];
  const told = why.some((sentence) => sentence?.includes(unwritten ?? '') === true);
  return [...why, ...(told ? [] : [unwritten]), ...kept(request, end)]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** Sentences on what there is to go on with. */
function kept(request: TrainRequest, { saved, summary, unwritten, lost, record }: TrainEnd): string[] {
  const { out, save, from } = request;
  const measured =
    out === undefined || unwritten !== undefined || record.device === undefined
      ? []
      : [`What was measured is in ${out}.`];
  const files = saved.filter((one) => one !== undefined);
  if (files.length > 0) return [...measured, savedSentence(request, files)];
  // It would fail in the same way again.
  if (summary.outcome === 'failed' && !lost) return measured;
  const how = save === undefined ? ' (--save writes one)' : '';
  const again = from?.kind === 'checkpoint' ? ` from ${from.file}` : '';
  return [...measured, `There is no checkpoint of it${how}, so the same command begins anew${again}.`];
}

function savedSentence(request: TrainRequest, saved: readonly SavedArm[]): string {
  const [first, ...others] = saved;
  const file = first?.file ?? '';
  const command = asTyped('npm run train --', ['--from', file, ...sameAgain(request, first?.step ?? 0)]);
  if (others.length === 0) return `${file} is of step ${first?.step ?? 0}, and goes on by: ${command}`;
  const files = saved.map((one) => `${one.file} (step ${one.step})`).join(', ');
  return `Its arms are in ${files}, and each goes on, the first by: ${command}`;
}

/** What the checkpoint does not bring. */
function sameAgain({ backend, steps }: TrainRequest, done: number): string[] {
  return [
    ...(backend === 'auto' ? [] : ['--backend', backend]),
    ...(steps === undefined || steps <= done ? [] : ['--steps', String(steps)]),
  ];
}
