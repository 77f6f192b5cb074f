/** @file Named parameter tensors, under PyTorch's state-dict names and layouts. */
import type { RandomStream } from '../adasim/random.ts';
import * as tf from '../tensor/tf.ts';
import { zeroVariable } from '../tensor/zeroVariable.ts';

/** How a tensor begins. Uniform and normal are scaled here, once, when the plan is made. */
export type Initialiser =
  | { kind: 'constant'; value: number }
  | { kind: 'uniform'; bound: number }
  | { kind: 'normal'; std: number }
  /** Cut at ±2, as `torch.nn.init.trunc_normal_`. */
  | { kind: 'truncatedNormal'; std: number };

export interface TensorPlan {
  /** State-dict name, e.g. `backbone.blocks.0.attn.qkv.weight`. */
  name: string;
  shape: number[];
  initialiser: Initialiser;
  /** A buffer (running statistics) is neither trained nor averaged. */
  buffer?: boolean;
}

/** The plans of a module within a larger one. */
export const prefixed = (prefix: string, plans: readonly TensorPlan[]): TensorPlan[] =>
  plans.map((plan) => ({ ...plan, name: `${prefix}.${plan.name}` }));

/** Gives what a layer asks for by its name. */
export interface ParameterReader {
  get<T extends tf.Tensor>(name: string): T;
  /** The same, relative to a module: `within('blocks.0').get('norm1.weight')`. */
  within(prefix: string): ParameterReader;
}

/** The tensors of one network. Owns its variables. */
export class ParameterSet implements ParameterReader {
  private readonly variables = new Map<string, tf.Variable>();

  constructor(readonly plans: readonly TensorPlan[]) {
    for (const plan of plans) this.variables.set(plan.name, zeroVariable(plan.shape, plan.buffer !== true));
  }

  /** Names of the trained tensors, in the order of the module. */
  get parameterNames(): string[] {
    return this.plans.filter((plan) => plan.buffer !== true).map((plan) => plan.name);
  }

  get parameterCount(): number {
    const trained = this.plans.filter((plan) => plan.buffer !== true);
    return trained.reduce((sum, plan) => sum + tf.util.sizeFromShape(plan.shape), 0);
  }

  variable(name: string): tf.Variable {
    const variable = this.variables.get(name);
    if (variable === undefined) throw new Error(`The network has no tensor named “${name}”.`);
    return variable;
  }

  has(name: string): boolean {
    return this.variables.has(name);
  }

  get<T extends tf.Tensor>(name: string): T {
    return this.variable(name) as tf.Tensor as T;
  }

  within(prefix: string): ParameterReader {
    return new Scope(this, `${prefix}.`);
  }

  /** Fills every tensor from its initialiser; `source` gives each tensor its own stream. */
  initialise(source: (name: string) => RandomStream): void {
    for (const plan of this.plans) this.load(plan.name, initialValues(plan, source(plan.name)));
  }

  /** Replaces a tensor's values (in PyTorch's layout). */
  load(name: string, values: Float32Array): void {
    const variable = this.variable(name);
    tf.tidy(() => {
      variable.assign(tf.tensor(values, variable.shape, 'float32'));
    });
  }

  /** Copies every tensor that `other` must have too. */
  copyFrom(other: ParameterSet): void {
    tf.tidy(() => {
      // A true copy: variables that shared storage would be updated together by in-place kernels.
      for (const { name } of this.plans) this.variable(name).assign(tf.mul(other.variable(name), 1));
    });
  }

  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
    this.variables.clear();
  }
}

class Scope implements ParameterReader {
  constructor(
    private readonly parent: ParameterReader,
    private readonly prefix: string,
  ) {}

  get<T extends tf.Tensor>(name: string): T {
    return this.parent.get(this.prefix + name);
  }

  within(prefix: string): ParameterReader {
    return new Scope(this.parent, `${this.prefix}${prefix}.`);
  }
}

function initialValues(plan: TensorPlan, source: RandomStream): Float32Array {
  const { initialiser } = plan;
  const values = new Float32Array(tf.util.sizeFromShape(plan.shape));
  switch (initialiser.kind) {
    case 'constant':
      return values.fill(initialiser.value);
    case 'uniform':
      return values.map(() => (2 * source.uniform() - 1) * initialiser.bound);
    case 'normal':
      return values.map(() => source.normal() * initialiser.std);
    case 'truncatedNormal':
      return values.map(() => source.truncatedNormal(initialiser.std));
  }
}
