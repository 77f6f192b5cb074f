/** @file The loss of DINO: cross-entropy between a centred, sharpened teacher and the student (arXiv 2104.14294). */
import { differentiable, hasKernel, output, runKernel } from '../kernels.ts';
import * as tf from '../tf.ts';

/**
 * `½ [ mean Σ −p_t(view 2)·q(view 1) + mean Σ −p_t(view 1)·q(view 2) ]` with
 * `p_t = softmax((g_t − c)/τ_t)` and `q = log_softmax(g_s/τ_s)` (METHOD section 1, item 3).
 * Only the student's logits get a gradient.
 * @param student `[2·batch, prototypes]`, view 1 first
 * @param teacher `[2·batch, prototypes]`
 * @param centre `[prototypes]`
 * @param temperatures `[2]`: the student's, the teacher's
 * @returns `[4]`: loss, teacher entropy, KL divergence of teacher and student, 0. The loss alone is differentiable.
 */
export function distillationLoss(
  student: tf.Tensor2D,
  teacher: tf.Tensor2D,
  centre: tf.Tensor1D,
  temperatures: tf.Tensor1D,
): tf.Tensor1D {
  return differentiable(
    [student],
    () => {
      const outputs = hasKernel('AdaSimDistillationLoss')
        ? runKernel('AdaSimDistillationLoss', { student, teacher, centre, temperatures })
        : portableLoss(student, teacher, centre, temperatures);
      return { value: output<tf.Tensor1D>(outputs), saved: [output(outputs, 1)] };
    },
    (dy, saved) => [tf.mul(output(saved), tf.slice(dy, 0, 1))],
  );
}

/** The statistics and the loss's gradient with respect to the student's logits. */
function portableLoss(
  student: tf.Tensor2D,
  teacher: tf.Tensor2D,
  centre: tf.Tensor1D,
  temperatures: tf.Tensor1D,
): [tf.Tensor1D, tf.Tensor2D] {
  const rows = student.shape[0];
  const studentTemperature = tf.slice(temperatures, 0, 1);
  const teacherTemperature = tf.slice(temperatures, 1, 1);
  const logits = tf.div<tf.Tensor2D>(tf.sub(teacher, centre), teacherTemperature);
  const target = tf.softmax(logits);
  const entropy = tf.neg(tf.div(tf.sum(tf.mul(target, tf.logSoftmax(logits))), rows));
  // Each view of the student learns from the teacher's other view.
  const [first, second] = tf.split(target, 2) as [tf.Tensor2D, tf.Tensor2D];
  const crossed = tf.concat([second, first]);
  const prediction = tf.logSoftmax(tf.div<tf.Tensor2D>(student, studentTemperature));
  const loss = tf.neg(tf.div(tf.sum(tf.mul(crossed, prediction)), rows));
  const gradient = tf.div(tf.sub(tf.exp(prediction), crossed), tf.mul(studentTemperature, rows));
  const statistics = tf.stack([loss, entropy, tf.sub(loss, entropy), tf.scalar(0)]);
  return [statistics as tf.Tensor1D, gradient as tf.Tensor2D];
}
