/** @file DINO's loss and its gradient, one row of logits at a time (METHOD section 1, item 3). */
import { matrixShape, registerKernel } from './kernel.ts';
import { allocate, input, output, release, run } from './program.ts';
import { eachVector, runRows } from './rows.ts';

export function registerDistillationLoss(): void {
  registerKernel('AdaSimDistillationLoss', ({ backend, tensor }) => {
    const student = tensor('student');
    const [rows] = matrixShape(student);
    const gradient = allocate(backend, student.shape);
    const byRow = allocate(backend, [rows, 2]);
    runRows(backend, {
      name: 'DistillationLossRows',
      shape: student,
      reads: {
        vectors: { student, teacher: tensor('teacher'), centre: tensor('centre') },
        scalars: { temperatures: tensor('temperatures') },
      },
      writes: { vectors: { gradient }, scalars: { byRow } },
      body: lossOfRow,
    });
    const statistics = allocate(backend, [4]);
    run(backend, {
      name: 'DistillationLossMean',
      constants: { ROWS: rows },
      bindings: [input('byRow', byRow), output('statistics', statistics)],
      workgroupSize: 1,
      workgroups: [1],
      code: () => meanOfRows,
    });
    release(backend, byRow);
    return [statistics, gradient];
  });
}

/** Each row of the student learns from the row of the teacher that saw the other view. */
const lossOfRow = `
  let sharpness = 1.0 / temperatures[1];
  let softness = 1.0 / temperatures[0];
  let other = (row + ROWS / 2u) % ROWS * VECTORS;
  var topTarget = V(-3.0e38);
  var topGuess = V(-3.0e38);
  ${eachVector(`
    topTarget = max(topTarget, (teacher[other + j] - centre[j]) * sharpness);
    topGuess = max(topGuess, student[at] * softness);`)}
  let largestTarget = rowMax(largest(topTarget), local);
  let largestGuess = rowMax(largest(topGuess), local);
  var sumTarget = V();
  var sumGuess = V();
  ${eachVector(`
    sumTarget += exp((teacher[other + j] - centre[j]) * sharpness - largestTarget);
    sumGuess += exp(student[at] * softness - largestGuess);`)}
  let targetNormaliser = largestTarget + log(rowSum(total(sumTarget), local));
  let guessNormaliser = largestGuess + log(rowSum(total(sumGuess), local));
  var crossEntropy = V();
  var entropy = V();
  ${eachVector(`
    let logTarget = (teacher[other + j] - centre[j]) * sharpness - targetNormaliser;
    let logGuess = student[at] * softness - guessNormaliser;
    let goal = exp(logTarget);
    crossEntropy -= goal * logGuess;
    entropy -= goal * logTarget;
    if (inside) { gradient[at] = (exp(logGuess) - goal) * (softness / f32(ROWS)); }`)}
  let crossEntropyOfRow = rowSum(total(crossEntropy), local);
  let entropyOfRow = rowSum(total(entropy), local);
  if (inside && lane == 0u) {
    byRow[2u * row] = crossEntropyOfRow;
    byRow[2u * row + 1u] = entropyOfRow;
  }`;

const meanOfRows = `
  fn main() {
    var loss = 0.0;
    var entropy = 0.0;
    for (var row = 0u; row < ROWS; row++) {
      loss += byRow[2u * row];
      entropy += byRow[2u * row + 1u];
    }
    statistics[0] = loss / f32(ROWS);
    statistics[1] = entropy / f32(ROWS);
    statistics[2] = (loss - entropy) / f32(ROWS);
    statistics[3] = 0.0;
  }`;
