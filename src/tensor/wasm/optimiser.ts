/** @file Registers the update of all parameters in place, one kernel for each rule of `ops/optimiserStep.ts`. */
import type { ParameterUpdate } from '../ops/optimiserStep.ts';
import { count, registerKernel, type Call } from './kernel.ts';
import type { KernelExports } from './module.ts';

/** Numbers of the rules in `assembly/optimiser.ts`. */
const rules = { adamw: 0, sgd: 1, lars: 2 } as const;

type RuleName = keyof typeof rules;

export function registerOptimiser(kernels: KernelExports): void {
  for (const rule of ['adamw', 'sgd', 'lars'] as const)
    registerKernel(`AdaSimOptimiser_${rule}`, (call) => {
      const updates = call.attribute('updates') as readonly ParameterUpdate[];
      const adamW = rule === 'adamw';
      const beta1 = call.number(adamW ? 'beta1' : 'momentum');
      const beta2 = adamW ? call.number('beta2') : 0;
      const elements = updates.reduce((sum, { parameter }) => sum + parameter.size, 0);
      const norms = call.output([updates.length]);
      kernels.beginUpdate(updates.length, elements);
      for (const update of updates) add(kernels, call, rule, update, beta1, beta2);
      kernels.runUpdate(
        rules[rule],
        norms.pointer,
        call.number('lr'),
        beta1,
        beta2,
        adamW ? call.number('eps') : 0,
        call.number('clip'),
        call.number('teacherMomentum'),
      );
      return [norms];
    });
}

function add(
  kernels: KernelExports,
  call: Call,
  rule: RuleName,
  { parameter, gradient, moments, teacher, decays, frozen, updates }: ParameterUpdate,
  beta1: number,
  beta2: number,
): void {
  const { shape } = parameter;
  const target = call.operand(parameter, 'parameter');
  const twin = teacher === undefined ? 0 : call.operand(teacher, 'teacher', shape).pointer;
  // Two names for one memory would be updated twice.
  if (twin === target.pointer) throw new Error(`“${parameter.name}” and its teacher share their memory.`);
  const [first, second] = moments.map((moment) => call.operand(moment, 'moment', shape).pointer);
  if (first === undefined || (rule === 'adamw' && second === undefined))
    throw new Error(`“${parameter.name}” lacks a moment of ${rule}.`);
  const adapts = parameter.rank > 1;
  // LARS takes the raw gradient of one-dimensional tensors.
  const decay = decays && (rule !== 'lars' || adapts);
  kernels.addToUpdate(
    target.pointer,
    call.operand(gradient, 'gradient', shape).pointer,
    first,
    second ?? 0,
    twin,
    count(target),
    Number(frozen),
    Number(adapts),
    decay ? call.number('weightDecay') : 0,
    call.number('lr') / (1 - beta1 ** updates),
    1 / Math.sqrt(1 - beta2 ** updates),
  );
}
