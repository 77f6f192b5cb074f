/** @file Registers DINO's loss, which comes with its gradient; shapes as in `ops/distillationLoss.ts`. */
import { registerKernel, size } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerDistillationLoss(kernels: KernelExports): void {
  registerKernel('AdaSimDistillationLoss', (call) => {
    const student = call.input('student', [-1, -1]);
    const [rows, prototypes] = [size(student, 0), size(student, 1)];
    if (rows % 2 !== 0) throw new Error(`The loss needs two views of each image, not ${rows} rows.`);
    const teacher = call.input('teacher', [rows, prototypes]);
    const centre = call.input('centre', [prototypes]);
    const temperatures = call.input('temperatures', [2]);
    const statistics = call.output([4]);
    const gradient = call.output([rows, prototypes]);
    kernels.distillationLoss(
      student.pointer,
      teacher.pointer,
      centre.pointer,
      temperatures.pointer,
      statistics.pointer,
      gradient.pointer,
      rows / 2,
      prototypes,
    );
    return [statistics, gradient];
  });
}
