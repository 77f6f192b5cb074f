/** @file The optimiser's memory: moments and update counts for each parameter of a method. */
import type { OptimizerConfig } from '../config/schema.ts';
import {
  optimiserStep,
  updateSettings,
  type OptimiserRule,
  type ParameterUpdate,
  type UpdateTerms,
} from '../tensor/ops/optimiserStep.ts';
import type { HostTensors, StepInputs } from '../tensor/stepProgram.ts';
import * as tf from '../tensor/tf.ts';
import { zeroVariable } from '../tensor/zeroVariable.ts';
import type { Method, StepScalars } from './methods/method.ts';

export type OptimiserSettings = Pick<
  OptimizerConfig,
  'kind' | 'beta1' | 'beta2' | 'eps' | 'momentum' | 'clipGradient'
>;

interface Memory {
  moments: tf.Variable[];
  updates: number;
}

/** Parameters that are updated together. */
interface Group {
  /** Of its settings among a step's inputs. */
  input: string;
  names: readonly string[];
}

export class Optimiser {
  private readonly rule: OptimiserRule;
  private readonly memories: Map<string, Memory>;
  /** Parameters that a teacher follows, then those without: a predictor has no twin, and comes last. */
  private readonly groups: readonly Group[];

  constructor(
    private readonly settings: OptimiserSettings,
    private readonly method: Method,
  ) {
    this.rule = ruleOf(settings);
    const { student, teacher } = method;
    const names = student.parameterNames;
    const buffers = settings.kind === 'adamw' ? 2 : 1;
    this.memories = new Map(
      names.map((name) => {
        const { shape } = student.variable(name);
        return [name, { moments: Array.from({ length: buffers }, () => zeroVariable(shape)), updates: 0 }];
      }),
    );
    const follows = (name: string) => teacher?.has(name) === true;
    this.groups = [
      { input: 'settings', names: names.filter(follows) },
      { input: 'settingsOfPredictor', names: names.filter((name) => !follows(name)) },
    ].filter(({ names }) => names.length > 0);
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

  /** Counts one update of every parameter that is not frozen, and gives the settings of {@link apply}. */
  prepare(scalars: StepScalars): HostTensors {
    const shared = { ...scalars, clip: this.settings.clipGradient };
    const entries = this.groups.map(({ input, names }) => {
      const terms = names.map((name) => this.termsOf(name, scalars.lastLayerFrozen));
      return [input, updateSettings(this.rule, terms, shared)] as const;
    });
    return Object.fromEntries(entries);
  }

  /**
   * Clips, updates the student and lets the teacher follow.
   * @param inputs with what {@link prepare} gave
   * @returns the gradients' norms before clipping, in the order of `student.parameterNames`
   */
  apply(gradients: ReadonlyMap<string, tf.Tensor>, inputs: StepInputs): tf.Tensor1D {
    const norms = this.groups.map(({ input, names }) => {
      const updates = names.map((name) => this.updateOf(name, gradients.get(name)));
      return optimiserStep(this.rule, updates, inputs.get(input));
    });
    return tf.concat(norms);
  }

  dispose(): void {
    for (const { moments } of this.memories.values()) tf.dispose(moments);
  }

  private termsOf(name: string, lastLayerFrozen: boolean): UpdateTerms {
    const memory = this.memory(name);
    const frozen = lastLayerFrozen && isOfLastLayer(name);
    if (!frozen) memory.updates += 1;
    const adapts = this.method.student.variable(name).rank > 1;
    return { decays: adapts && !name.endsWith('.bias'), adapts, frozen, updates: memory.updates };
  }

  private updateOf(name: string, gradient: tf.Tensor | undefined): ParameterUpdate {
    const { student, teacher } = this.method;
    if (gradient === undefined) throw new Error(`The loss does not depend on “${name}”.`);
    return {
      parameter: student.variable(name),
      gradient,
      moments: this.memory(name).moments,
      ...(teacher?.has(name) === true && { teacher: teacher.variable(name) }),
    };
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

/** Whether a parameter is of the head's last layer, which the release holds for its first epochs. */
export const isOfLastLayer = (name: string): boolean => name.includes('last_layer');
