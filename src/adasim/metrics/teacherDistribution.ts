/** @file What the teacher's softmax says: sharp or flat, one prototype for all or many, and does the student follow. */
import { entropy } from './entropy.ts';
import type { FeatureMatrix } from './features.ts';
import { logSoftmax } from './logSoftmax.ts';

export interface TeacherDistribution {
  /** Mean h(p_t): 0 = one-hot, ln K = uniform. */
  teacherEntropy: number;
  /** H(mean p_t): 0 = all rows choose one prototype. */
  marginalEntropy: number;
  /** H(mean p_t) − mean h(p_t): 0 under either collapse. */
  mutualInformation: number;
}

export interface TeacherAgreement extends TeacherDistribution {
  /** Mean −Σ p_t ln q_s, row by row. */
  crossEntropy: number;
  /** Cross-entropy − teacher entropy. */
  teacherStudentKL: number;
}

/** Gathers p_t = softmax((g_t − c) / τ_t) row by row, for logits that come in parts. */
export class TeacherTally {
  private readonly marginal: Float64Array;
  private entropies = 0;
  private rows = 0;

  /** @param center c, `[K]` */
  constructor(
    private readonly center: ArrayLike<number>,
    private readonly temperature: number,
  ) {
    this.marginal = new Float64Array(center.length);
  }

  /** @param teacherLogits g_t, `[n, K]` */
  add(teacherLogits: FeatureMatrix): void {
    for (let row = 0; row < teacherLogits.rows; row++) {
      const p = logDistribution(teacherLogits, row, this.temperature, this.center).map(Math.exp);
      this.entropies += entropy(p);
      for (let k = 0; k < p.length; k++) this.marginal[k] = (this.marginal[k] ?? 0) + (p[k] ?? 0);
    }
    this.rows += teacherLogits.rows;
  }

  /** Of all rows so far. */
  get distribution(): TeacherDistribution {
    const teacherEntropy = this.entropies / this.rows;
    const marginalEntropy = entropy(this.marginal.map((sum) => sum / this.rows));
    return { teacherEntropy, marginalEntropy, mutualInformation: marginalEntropy - teacherEntropy };
  }
}

/** p_t = softmax((g_t − c) / τ_t) over the rows of `[n, K]` logits. */
export function teacherDistribution(
  teacherLogits: FeatureMatrix,
  center: ArrayLike<number>,
  teacherTemperature: number,
): TeacherDistribution {
  const tally = new TeacherTally(center, teacherTemperature);
  tally.add(teacherLogits);
  return tally.distribution;
}

/** The same, and how far the student's q_s = softmax(g_s / τ_s) is from it. Row i meets row i. */
export function teacherAgreement(
  teacherLogits: FeatureMatrix,
  center: ArrayLike<number>,
  teacherTemperature: number,
  studentLogits: FeatureMatrix,
  studentTemperature: number,
): TeacherAgreement {
  const distribution = teacherDistribution(teacherLogits, center, teacherTemperature);
  const { rows } = teacherLogits;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const logP = logDistribution(teacherLogits, row, teacherTemperature, center);
    const logQ = logDistribution(studentLogits, row, studentTemperature);
    logP.forEach((value, k) => {
      sum -= Math.exp(value) * (logQ[k] ?? 0);
    });
  }
  const crossEntropy = sum / rows;
  return { ...distribution, crossEntropy, teacherStudentKL: crossEntropy - distribution.teacherEntropy };
}

/** ln softmax((g − c) / τ) of one row. */
function logDistribution(
  { data, dim }: FeatureMatrix,
  row: number,
  temperature: number,
  center?: ArrayLike<number>,
): Float64Array {
  return logSoftmax(
    Array.from({ length: dim }, (_, k) => ((data[row * dim + k] ?? 0) - (center?.[k] ?? 0)) / temperature),
  );
}
