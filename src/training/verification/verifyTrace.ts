/** @file Holds a recorded training (`adasim-trace/1`) against our own run of it. */
import type { Trace } from '../../formats/trace.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { relativeError } from '../../tensor/relativeError.ts';
import { checkRow, TOLERANCE } from './comparison.ts';
import { checkFinal } from './finalState.ts';
import { checkFirstStep } from './firstStep.ts';
import { Replay } from './replay.ts';
import { StepChecks } from './stepChecks.ts';

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
