/**
 * @file Stands in for the WebGPU encoders while a step is taped: passes every command on, and keeps it, so that
 * it can be encoded again. Only the commands that TensorFlow.js and our kernels use are there.
 */

/** What is used of a `GPUComputePassEncoder`. */
export type ComputePass = Pick<
  GPUComputePassEncoder,
  'setPipeline' | 'setBindGroup' | 'dispatchWorkgroups' | 'end'
>;

/** What is used of a `GPUCommandEncoder`. */
export interface CommandEncoder {
  beginComputePass: (descriptor?: GPUComputePassDescriptor) => ComputePass;
  copyBufferToBuffer: (
    from: GPUBuffer,
    fromOffset: number,
    to: GPUBuffer,
    toOffset: number,
    size: number,
  ) => void;
  clearBuffer: (buffer: GPUBuffer) => void;
  finish: () => GPUCommandBuffer;
}

interface Dispatch {
  kind: 'dispatch';
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: readonly [number, number, number];
}

interface Copy {
  kind: 'copy';
  from: GPUBuffer;
  fromOffset: number;
  to: GPUBuffer;
  toOffset: number;
  size: number;
}

interface Clear {
  kind: 'clear';
  buffer: GPUBuffer;
}

type Command = Dispatch | Copy | Clear;

export class CommandTape {
  private readonly commands: Command[] = [];

  get dispatches(): number {
    return this.commands.filter(({ kind }) => kind === 'dispatch').length;
  }

  /** `encoder`, with this tape running. */
  taping(encoder: GPUCommandEncoder): CommandEncoder {
    return {
      beginComputePass: (descriptor) => this.tapingPass(encoder.beginComputePass(descriptor)),
      copyBufferToBuffer: (from, fromOffset, to, toOffset, size) => {
        encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
        this.commands.push({ kind: 'copy', from, fromOffset, to, toOffset, size });
      },
      clearBuffer: (buffer) => {
        encoder.clearBuffer(buffer);
        this.commands.push({ kind: 'clear', buffer });
      },
      finish: () => encoder.finish(),
    };
  }

  private tapingPass(pass: GPUComputePassEncoder): ComputePass {
    let pipeline: GPUComputePipeline | undefined;
    let bindGroup: GPUBindGroup | undefined;
    return {
      setPipeline: (next) => {
        pipeline = next;
        pass.setPipeline(next);
      },
      setBindGroup: (index: number, group: GPUBindGroup | null | undefined) => {
        bindGroup = group ?? undefined;
        pass.setBindGroup(index, group);
      },
      dispatchWorkgroups: (x, y = 1, z = 1) => {
        pass.dispatchWorkgroups(x, y, z);
        if (pipeline === undefined || bindGroup === undefined)
          throw new Error('A dispatch needs a pipeline and its bindings.');
        this.commands.push({ kind: 'dispatch', pipeline, bindGroup, workgroups: [x, y, z] });
      },
      end: () => pass.end(),
    };
  }

  /** Encodes everything again, neighbouring dispatches in one pass. */
  encode(encoder: GPUCommandEncoder): void {
    let pass: GPUComputePassEncoder | undefined;
    for (const command of this.commands) {
      if (command.kind === 'dispatch') {
        pass ??= encoder.beginComputePass();
        pass.setPipeline(command.pipeline);
        pass.setBindGroup(0, command.bindGroup);
        pass.dispatchWorkgroups(...command.workgroups);
        continue;
      }
      pass?.end();
      pass = undefined;
      if (command.kind === 'clear') encoder.clearBuffer(command.buffer);
      else {
        const { from, fromOffset, to, toOffset, size } = command;
        encoder.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
      }
    }
    pass?.end();
  }
}
