/** @file Holds the networks, the bank and the window that a recording ends with against ours. */
import { NO_NEIGHBOUR } from '../../adasim/window.ts';
import type { NetworkState, RecordedWindow, Trace } from '../../formats/trace.ts';
import type { ParameterSet } from '../../model/parameters.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { relativeError, SeriesError } from '../../tensor/relativeError.ts';
import { checkRow, NULL_GRADIENT_TOLERANCE, TOLERANCE, WorstOf } from './comparison.ts';
import { followsNullGradient, precedesBatchNorm } from './nullGradients.ts';
import type { Replay } from './replay.ts';
import { largestOf, TensorChecks } from './tensorChecks.ts';

/** @param replay after its last step */
export async function checkFinal(trace: Trace, replay: Replay): Promise<CheckRow[]> {
  const { final } = trace.expect;
  if (final === undefined) return [];
  const { student, teacher } = replay.method;
  const bank = await replay.trainer.bank.features.data<'float32'>();
  return [
    ...(await checkNetwork('student', student, final.student, trace)),
    ...(await checkNetwork('teacher', teacher, final.teacher, trace)),
    checkRow('final: bank', relativeError(bank, final.features.data), TOLERANCE),
    ...checkWindow(replay, final.window),
  ];
}

/** The replay went on with the recorded order wherever that was as good as ours, so what is left is exact. */
function checkWindow({ window }: Replay, recorded: RecordedWindow): CheckRow[] {
  const { images, topK, epochs } = window;
  const { neighbours, similarities } = window.exportState();
  const empty = recorded.epochs - epochs;
  const series = new SeriesError(recorded.similarities);
  let different = 0;
  for (let image = 0; image < images; image += 1)
    for (let epoch = 0; epoch < recorded.epochs; epoch += 1) {
      const theirs = (image * recorded.epochs + epoch) * topK;
      const ours = (image * epochs + epoch - empty) * topK;
      const list = recorded.neighbours.subarray(theirs, theirs + topK);
      // A window that is not full is empty at its older end: of nothing, or, in the released code, of zeros.
      const same =
        epoch < empty
          ? list.every((index) => index === NO_NEIGHBOUR || index === 0)
          : list.every((index, rank) => index === neighbours[ours + rank]);
      if (!same) different += 1;
      series.add(epoch < empty ? new Float32Array(topK) : similarities.subarray(ours, ours + topK));
    }
  return [
    checkRow('final: window neighbours', different, 0, 'exact'),
    checkRow('final: window similarities', series.error, TOLERANCE),
  ];
}

async function checkNetwork(
  which: string,
  ours: ParameterSet,
  theirs: NetworkState,
  trace: Trace,
): Promise<CheckRow[]> {
  const names = new Set(theirs.tensors.keys());
  const usual = new TensorChecks(`final: ${which}`, `final: ${which}, key biases`);
  const shifted = new WorstOf(
    `final: ${which}, before BatchNorm`,
    1,
    'null gradient, as a share of what rounding may do',
  );
  const compared = await Promise.all(
    Array.from(theirs.tensors, async ([name, { data }]) => {
      return { name, data, values: await ours.variable(name).data<'float32'>() };
    }),
  );
  for (const { name, data, values } of compared) {
    if (precedesBatchNorm(name, names))
      shifted.add(name, relativeError(values, data) / (NULL_GRADIENT_TOLERANCE + drift(trace, data)));
    else if (followsNullGradient(name))
      shifted.add(name, relativeError(values, data) / (TOLERANCE + drift(trace, data)));
    else usual.add(name, values, data);
  }
  return [...usual.rows(), ...shifted.rows()];
}

/**
 * How far a parameter without a gradient may have drifted, relative to its largest value. Adam divides the
 * gradient by its own size, so that even rounding moves a parameter by up to the learning rate, either way.
 */
function drift({ config, steps }: Trace, values: Float32Array): number {
  if (config.optimizer.kind !== 'adamw') return 0;
  const travelled = steps.lr.data.reduce((sum, lr) => sum + lr, 0);
  return (2 * travelled) / largestOf(values);
}
