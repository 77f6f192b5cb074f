/** @file The optimiser's memory: moments and update counts for each parameter of a method. */
import type { OptimizerConfig } from '../config/schema.ts';
import { optimiserStep, type OptimiserRule, type ParameterUpdate } from '../tensor/ops/optimiserStep.ts';
import * as tf from '../tensor/tf.ts';
import { zeroVariable } from '../tensor/zeroVariable.ts';
import type { Method, StepScalars } from './method.ts';

export type OptimiserSettings = Pick<
  OptimizerConfig,
  'kind' | 'beta1' | 'beta2' | 'eps' | 'momentum' | 'clipGradient'
>;

interface Memory {
  moments: tf.Variable[];
  updates: number;
}

export class Optimiser {
  private readonly rule: OptimiserRule;
  private readonly memories: Map<string, Memory>;

  constructor(
    private readonly settings: OptimiserSettings,
    private readonly method: Method,
  ) {
    this.rule = ruleOf(settings);
    const buffers = settings.kind === 'adamw' ? 2 : 1;
    this.memories = new Map(
      method.student.parameterNames.map((name) => {
        const { shape } = method.student.variable(name);
        return [name, { moments: Array.from({ length: buffers }, () => zeroVariable(shape)), updates: 0 }];
      }),
    );
  }

  /** Moments by state-dict name, in the order of the rule. */
  moments(name: string): readonly tf.Variable[] {
    return this.memory(name).moments;
  }

  /** How many updates a parameter has had; frozen steps do not count. */
  updates(name: string): number {
    return this.memory(name).updates;
  }

  /** Sets what {@link updates} counts, when a run is carried on. */
  restoreUpdates(name: string, updates: number): void {
    this.memory(name).updates = updates;
  }

  /**
   * Clips, updates the student and lets the teacher follow.
   * @returns the gradients' norms before clipping, in the order of `student.parameterNames`
   */
  apply(gradients: ReadonlyMap<string, tf.Tensor>, scalars: StepScalars): tf.Tensor1D {
    const { student, teacher } = this.method;
    const updates = student.parameterNames.map((name): ParameterUpdate => {
      const memory = this.memory(name);
      const parameter = student.variable(name);
      const gradient = gradients.get(name);
      const frozen = gradient === undefined || (scalars.lastLayerFrozen && name.includes('last_layer'));
      if (!frozen) memory.updates += 1;
      return {
        parameter,
        gradient: gradient ?? tf.zerosLike(parameter),
        moments: memory.moments,
        ...(teacher?.has(name) === true && { teacher: teacher.variable(name) }),
        decays: parameter.rank > 1 && !name.endsWith('.bias'),
        frozen,
        updates: memory.updates,
      };
    });
    const settings = { ...scalars, clip: this.settings.clipGradient };
    // A predictor, which comes last, has no twin to follow it.
    const followed = updates.filter(({ teacher }) => teacher !== undefined);
    const alone = updates.filter(({ teacher }) => teacher === undefined);
    const norms = [followed, alone]
      .filter((group) => group.length > 0)
      .map((group) => optimiserStep(this.rule, group, settings));
    return tf.concat(norms);
  }

  dispose(): void {
    for (const { moments } of this.memories.values()) tf.dispose(moments);
  }

  private memory(name: string): Memory {
    const memory = this.memories.get(name);
    if (memory === undefined) throw new Error(`The optimiser has no memory of “${name}”.`);
    return memory;
  }
}

function ruleOf(settings: OptimiserSettings): OptimiserRule {
  const { kind, beta1, beta2, eps, momentum } = settings;
  return kind === 'adamw' ? { kind, beta1, beta2, eps } : { kind, momentum };
}
