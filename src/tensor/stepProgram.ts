/**
 * @file A computation that is done again and again with other numbers: what changes from one time to the next comes
 * in as named arrays of the host, so that a backend that can tape commands need not run the JavaScript again.
 */
import { fusing } from './kernels.ts';
import * as tf from './tf.ts';

/** An array of the host, on its way to the device. */
export interface HostTensor {
  values: Float32Array | Int32Array;
  shape: readonly number[];
}

export type HostTensors = Readonly<Record<string, HostTensor>>;

/** The same arrays on the device. */
export class StepInputs {
  constructor(private readonly tensors: Readonly<Record<string, tf.Tensor>>) {}

  get<T extends tf.Tensor>(name: string): T {
    const tensor = this.find<T>(name);
    if (tensor === undefined) throw new Error(`The step was not given “${name}”.`);
    return tensor;
  }

  find<T extends tf.Tensor>(name: string): T | undefined {
    return this.tensors[name] as T | undefined;
  }

  /** These inputs and another one. */
  and(name: string, tensor: tf.Tensor): StepInputs {
    return new StepInputs({ ...this.tensors, [name]: tensor });
  }
}

/** Uploads arrays. The tensors belong to the current `tidy`. */
export function uploaded(inputs: HostTensors): StepInputs {
  const entries = Object.entries(inputs).map(([name, { values, shape }]) => [
    name,
    tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),
  ]);
  return new StepInputs(Object.fromEntries(entries) as Record<string, tf.Tensor>);
}

/** Tensors by the names of a type. */
export type Named<Outputs> = Record<keyof Outputs, tf.Tensor>;

/** What a program computes. It must do the same operations each time. */
export type Computation<Outputs extends Named<Outputs>> = (inputs: StepInputs) => Outputs;

/** The device's commands of one computation, to be given again. */
export interface Tape<Outputs extends Named<Outputs>> {
  /** False once a tensor that the commands use is gone, or where they cannot be repeated at all. */
  readonly usable: boolean;
  /** The computation with these arrays, of the shapes that were taped. Outputs are the caller's. */
  replay: (inputs: HostTensors) => Outputs;
  dispose: () => void;
}

/** Runs a computation and tapes it. */
export type TapeMaker = <Outputs extends Named<Outputs>>(
  computation: Computation<Outputs>,
  inputs: HostTensors,
) => { outputs: Outputs; tape: Tape<Outputs> };

const tapeMakers = new Map<string, TapeMaker>();

/** Gives the backend `name` a way to tape. */
export const registerTapeMaker = (name: string, makeTape: TapeMaker): void =>
  void tapeMakers.set(name, makeTape);

/** Does something that the device is told for the first time; rejects where the device refuses a part of it. */
export type Listener = <T>(work: () => T) => Promise<T>;

const listeners = new Map<string, Listener>();

/** Gives the backend `name` a way to hear what its device says of new commands. */
export const registerListener = (name: string, listener: Listener): void =>
  void listeners.set(name, listener);

let tapingAllowed = true;

/** Switches taping off (every step is computed anew) and on again. */
export function setTaping(on: boolean): void {
  tapingAllowed = on;
}

/** What is observed kernel by kernel has to run kernel by kernel. */
const mayTape = (): boolean => tapingAllowed && fusing() && !tf.engine().state.profiling;

/** Tapes that may turn out unusable before a program stops trying. */
const MOST_FAILURES = 3;

/** The first run of a shape compiles, the second tapes; from then on the device is told nothing new. */
const RUNS_WITH_NEWS = 2;

export class StepProgram<Outputs extends Named<Outputs>> {
  private tape: Tape<Outputs> | undefined;
  /** Shapes of the last inputs. */
  private shapes = '';
  private failures = 0;

  /** How often each shape of inputs was run with the device heard. */
  private readonly hearings = new Map<string, number>();

  constructor(private readonly computation: Computation<Outputs>) {}

  /**
   * {@link run}, waiting for what the device has to say where it is told something new: shaders and commands that it
   * refuses are dropped otherwise. Outputs belong to the caller.
   * @throws BackendError where it refuses
   */
  async runHeard(inputs: HostTensors): Promise<Outputs> {
    const listen = listeners.get(tf.getBackend());
    if (listen === undefined) return this.run(inputs);
    const shapes = shapesOf(inputs);
    const hearings = this.hearings.get(shapes) ?? 0;
    if (hearings >= RUNS_WITH_NEWS) return this.run(inputs);
    const outputs = await listen(() => this.run(inputs));
    this.hearings.set(shapes, hearings + 1);
    return outputs;
  }

  /** The computation with `inputs`. Outputs belong to the current `tidy`. */
  run(inputs: HostTensors): Outputs {
    const makeTape = mayTape() ? tapeMakers.get(tf.getBackend()) : undefined;
    const shapes = shapesOf(inputs);
    const again = shapes === this.shapes;
    this.shapes = shapes;
    if (this.tape !== undefined && !(again && makeTape && this.tape.usable)) this.forget();
    if (this.tape !== undefined) return this.tape.replay(inputs);
    // What is made once, such as pipelines, is made the first time, so that it is not part of the tape.
    if (makeTape === undefined || !again || this.failures >= MOST_FAILURES) return this.compute(inputs);
    const { outputs, tape } = makeTape(this.computation, inputs);
    if (tape.usable) {
      this.tape = tape;
    } else {
      this.failures += 1;
      tape.dispose();
    }
    return outputs;
  }

  dispose(): void {
    this.forget();
  }

  private compute(inputs: HostTensors): Outputs {
    return tidied(() => this.computation(uploaded(inputs)));
  }

  /** The next run computes plainly and the one after it tapes anew. */
  private forget(): void {
    this.tape?.dispose();
    this.tape = undefined;
    this.shapes = '';
  }
}

/** `tf.tidy` for named tensors. */
export function tidied<Outputs extends Named<Outputs>>(compute: () => Outputs): Outputs {
  let outputs: Outputs | undefined;
  tf.tidy(() => {
    outputs = compute();
    return Object.values<tf.Tensor>(outputs);
  });
  if (outputs === undefined) throw new Error('Nothing was computed.');
  return outputs;
}

const shapesOf = (inputs: HostTensors): string =>
  Object.entries(inputs)
    .map(([name, { shape }]) => `${name}:${shape.join('×')}`)
    .join(' ');
