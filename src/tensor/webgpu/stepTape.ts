/**
 * @file Tapes the GPU commands of one step and gives them again: no gradients' tape, no kernels' JavaScript, one submission.
 * What differs from step to step is written into the buffers of the step's inputs first.
 */
import type { Computation, HostTensors, Named, Tape } from '../stepProgram.ts';
import { StepInputs, tidied } from '../stepProgram.ts';
import * as tf from '../tf.ts';
import { pipelinesOf } from './pipelines.ts';
import { bufferOf, copyBytes } from './queue.ts';
import { TapingBackend, type TapeContents } from './tape/tapingBackend.ts';

/** Computes, and keeps the commands. */
export function tapeStep<Outputs extends Named<Outputs>>(
  computation: Computation<Outputs>,
  inputs: HostTensors,
): { outputs: Outputs; tape: Tape<Outputs> } {
  const backend = tf.backend();
  if (!(backend instanceof TapingBackend)) throw new Error('This backend cannot tape commands.');
  const contents = backend.startTaping();
  try {
    const onDevice = inputTensors(backend, inputs);
    const results = tidied(() => computation(new StepInputs(onDevice)));
    backend.stopTaping();
    const tape = new WebgpuTape(backend, contents, onDevice, results);
    return { outputs: tape.copyOfResults(), tape };
  } catch (error) {
    backend.stopTaping();
    backend.forget(contents);
    throw error;
  }
}

/** Tensors that outlive the step, in buffers of the tape. */
function inputTensors(backend: TapingBackend, inputs: HostTensors): Record<string, tf.Tensor> {
  const entries = Object.entries(inputs).map(([name, { values, shape }]) => {
    const dtype = values instanceof Int32Array ? 'int32' : 'float32';
    const tensor = tf.keep(tf.tensor(values, [...shape], dtype));
    backend.uploadToGPU(tensor.dataId);
    return [name, tensor] as const;
  });
  return Object.fromEntries(entries);
}

class WebgpuTape<Outputs extends Named<Outputs>> implements Tape<Outputs> {
  private readonly results: Readonly<Record<string, tf.Tensor>>;

  constructor(
    private readonly backend: TapingBackend,
    private readonly contents: TapeContents,
    private readonly inputs: Readonly<Record<string, tf.Tensor>>,
    results: Outputs,
  ) {
    this.results = Object.fromEntries(
      Object.entries<tf.Tensor>(results).map(([name, tensor]) => [name, tf.keep(tensor)]),
    );
  }

  get usable(): boolean {
    const { spoilt, provisional } = this.contents;
    return !spoilt && !(provisional && pipelinesOf(this.backend.device).settled);
  }

  replay(inputs: HostTensors): Outputs {
    const { backend, contents } = this;
    backend.flush();
    for (const [name, { values }] of Object.entries(inputs)) {
      const tensor = this.inputs[name];
      if (tensor === undefined) throw new Error(`The tape has no input “${name}”.`);
      backend.queue.writeBuffer(bufferOf(backend, tensor), 0, values as Float32Array<ArrayBuffer>);
    }
    const encoder = backend.device.createCommandEncoder();
    contents.commands.encode(encoder);
    backend.queue.submit([encoder.finish()]);
    for (const dataId of contents.written) backend.noteWritten(dataId);
    return this.copyOfResults();
  }

  /** The results live on in the tape's buffers, which the next replay overwrites. */
  copyOfResults(): Outputs {
    const copies = Object.entries(this.results).map(([name, tensor]) => [name, copyOf(this.backend, tensor)]);
    return Object.fromEntries(copies) as Outputs;
  }

  dispose(): void {
    tf.dispose([Object.values(this.inputs), Object.values(this.results)]);
    this.backend.forget(this.contents);
  }
}

function copyOf(backend: TapingBackend, tensor: tf.Tensor): tf.Tensor {
  const info = backend.makeTensorInfo(tensor.shape, tensor.dtype);
  copyBytes(backend, { tensor, offset: 0 }, { tensor: info, offset: 0 }, 4 * tensor.size);
  return tf.engine().makeTensorFromTensorInfo(info, backend);
}
