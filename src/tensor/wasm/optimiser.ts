/** @file Registers the update of all parameters in place, one kernel for each rule of `ops/optimiserStep.ts`. */
import { TRUST, type ParameterUpdate } from '../ops/optimiserStep.ts';
import { count, registerKernel, type WasmCall } from './kernel.ts';
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
      const settings = call.input('settings', [1 + updates.length, 4]);
      const norms = call.output([updates.length]);
      kernels.beginUpdate(settings.pointer, updates.length, elements);
      for (const update of updates) add(kernels, call, rule, update);
      const epsilon = adamW ? call.number('eps') : 0;
      kernels.runUpdate(rules[rule], norms.pointer, beta1, beta2, epsilon, TRUST);
      return [norms];
    });
}

function add(
  kernels: KernelExports,
  call: WasmCall,
  rule: RuleName,
  { parameter, gradient, moments, teacher }: ParameterUpdate,
): void {
  const { shape } = parameter;
  const target = call.operand(parameter, 'parameter');
  const twin = teacher === undefined ? 0 : call.operand(teacher, 'teacher', shape).pointer;
  // Two names for one memory would be updated twice.
  if (twin === target.pointer) throw new Error(`“${parameter.name}” and its teacher share their memory.`);
  const [first, second] = moments.map((moment) => call.operand(moment, 'moment', shape).pointer);
  if (first === undefined || (rule === 'adamw' && second === undefined))
    throw new Error(`“${parameter.name}” lacks a moment of ${rule}.`);
  kernels.addToUpdate(
    target.pointer,
    call.operand(gradient, 'gradient', shape).pointer,
    first,
    second ?? 0,
    twin,
    count(target),
  );
}
