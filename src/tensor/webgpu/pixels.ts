/** @file What a convolutional network needs between its convolutions: rectifier and average pooling. */
import * as tf from '../tf.ts';
import { numbers } from './convolutionShape.ts';
import { registerElementwise } from './elementwise.ts';
import { registerKernel } from './kernel.ts';
import { allocate, input, output, run } from './program.ts';

const WORKGROUP = 64;

export function registerPixels(): void {
  registerElementwise('AdaSimRelu', ['x'], 'max(x, vec4(0.0))');
  registerElementwise('AdaSimReluGradient', ['dy', 'y'], 'select(vec4(0.0), dy, y > vec4(0.0))');

  registerKernel('AdaSimMeanPixels', ({ backend, tensor }) => {
    const x = tensor('x');
    const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
    const mean = allocate(backend, [batch, channels]);
    run(backend, {
      name: 'MeanPixels',
      constants: { SIZE: batch * channels, PIXELS: height * width, CHANNELS: channels },
      bindings: [input('x', x), output('mean', mean)],
      workgroupSize: WORKGROUP,
      workgroups: [Math.ceil((batch * channels) / WORKGROUP)],
      code: () => `
        fn main(@builtin(global_invocation_id) id: vec3<u32>) {
          if (id.x >= SIZE) { return; }
          let first = id.x / CHANNELS * PIXELS * CHANNELS + id.x % CHANNELS;
          var sum = 0.0;
          for (var pixel = 0u; pixel < PIXELS; pixel++) { sum += x[first + pixel * CHANNELS]; }
          mean[id.x] = sum / f32(PIXELS);
        }`,
    });
    return mean;
  });

  registerKernel('AdaSimMeanPixelsGradient', ({ backend, tensor, attribute }) => {
    const dx = allocate(backend, numbers(attribute('inputShape')));
    const [, height = 0, width = 0, channels = 0] = dx.shape;
    const size = tf.util.sizeFromShape(dx.shape);
    run(backend, {
      name: 'MeanPixelsGradient',
      constants: { SIZE: size, PIXELS: height * width, CHANNELS: channels },
      bindings: [input('dy', tensor('dy')), output('dx', dx)],
      workgroupSize: WORKGROUP,
      workgroups: [Math.ceil(size / channels / WORKGROUP)],
      code: () => `
        fn main(@builtin(global_invocation_id) id: vec3<u32>) {
          if (id.x * CHANNELS >= SIZE) { return; }
          let image = id.x / PIXELS;
          for (var channel = 0u; channel < CHANNELS; channel++) {
            dx[id.x * CHANNELS + channel] = dy[image * CHANNELS + channel] / f32(PIXELS);
          }
        }`,
    });
    return dx;
  });
}
