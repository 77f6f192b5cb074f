/** @file What keeps self-distillation from collapsing, and which of it an experiment has taken away. */

/**
 * - `sharpening`: a teacher that is surer than its student (DINO);
 * - `centring`: taking off the mean of the teacher's logits (DINO);
 * - `stop-gradient`: that the target of a prediction is not trained towards it (SimSiam);
 * - `teacher`: a target that follows the student slowly (DINO, BYOL);
 * - `gate`: taking only those neighbours as positives whose images find themselves.
 *
 * A predictor cannot be taken away here: methods that need one have it.
 */
export type Guard = 'sharpening' | 'centring' | 'stop-gradient' | 'teacher' | 'gate';

/** The settings that guards follow from, as an experiment has them. */
export interface Guarded {
  method: 'dino' | 'byol' | 'simsiam' | 'infonce';
  loss: {
    studentTemperature: number;
    teacherTemperature: { end: number };
    centerMomentum: number;
    stopGradient: boolean;
  };
  teacherMomentum: { start: number; end: number };
  bootstrap: { policy: 'none' | 'naive' | 'window' | 'adaptive' };
}

/** A teacher that takes over half of the student at every step is a copy of it. */
const COPYING = 0.5;

/** The guards that the method has and the settings switch off. */
export function guardsOff({ method, loss, teacherMomentum, bootstrap }: Guarded): Guard[] {
  const off: Record<Guard, boolean> = {
    // As soft as its student, or softer, a teacher sharpens nothing.
    sharpening: method === 'dino' && loss.teacherTemperature.end >= loss.studentTemperature,
    // The centre starts at 0, and with a momentum of 1 it stays there.
    centring: method === 'dino' && loss.centerMomentum === 1,
    'stop-gradient': method === 'simsiam' && !loss.stopGradient,
    teacher:
      (method === 'dino' || method === 'byol') &&
      Math.max(teacherMomentum.start, teacherMomentum.end) < COPYING,
    gate: bootstrap.policy === 'naive' || bootstrap.policy === 'window',
  };
  return guards.filter((guard) => off[guard]);
}

const guards: readonly Guard[] = ['sharpening', 'centring', 'stop-gradient', 'teacher', 'gate'];
