/**
 * @file Augmentation on WebGPU: one workgroup takes one image from stored bytes to normalised floats, in one
 * dispatch. The arithmetic is that of `ops/augment*.ts`, in the same integers, so the bytes are the same.
 */
import {
  AUGMENTATION_COLUMNS,
  JITTER_SLOTS,
  augmentationColumn,
  jitterOperation,
} from '../../config/augmentationColumns.ts';
import { TABLE_STRIDE, TABLE_TAPS, TAP_BITS } from '../ops/augmentTaps.ts';
import * as tf from '../tf.ts';
import { colourFunctions } from './augmentColour.ts';
import { kernelStyle } from './device.ts';
import { registerKernel, type WebgpuCall } from './kernel.ts';
import { offerOf, sharedBytes, type SharedArray } from './limits.ts';
import { allocate, float, input, output, release, run, type Binding } from './program.ts';
import { range } from './unroll.ts';

/** Invocations per image. */
const INVOCATIONS = 256;

/** A software adapter runs one invocation after the other, and pays for each at every barrier. */
const SOFTWARE_INVOCATIONS = 4;

/** The sum of each contrast. */
const lumaSums: SharedArray = { name: 'lumaSums', type: 'atomic<u32>', length: JITTER_SLOTS };

/** A workgroup's own memory: a word for the bytes of each pixel, where it has room for them. */
function sharedWithin(bytes: number, pixels: number): SharedArray[] {
  const all: SharedArray[] = [{ name: 'picture', type: 'u32', length: pixels }, lumaSums];
  return sharedBytes(all) <= bytes ? all : [lumaSums];
}

export function registerAugment(): void {
  registerKernel('AdaSimAugment', (call) => {
    const { backend, tensor } = call;
    const [images, indices, parameters, taps] = [
      tensor('images'),
      tensor('indices'),
      tensor('parameters'),
      tensor('taps'),
    ];
    const size = call.number('size');
    const channels = call.number('channels');
    const { limits } = offerOf(backend.device);
    const shared = sharedWithin(limits.maxComputeWorkgroupStorageSize, size * size);
    // Else pixels go through the device's memory.
    const small = shared.length > 1;
    const stored = storedImages(images, limits.maxStorageBufferBindingSize);
    const [batch = 0] = indices.shape;
    // An invocation has room for few pixels of its own, and in an image that is not small each has many.
    const workgroup = small && kernelStyle(backend) === 'quads' ? SOFTWARE_INVOCATIONS : INVOCATIONS;
    const result = allocate(backend, [batch, size, size, channels]);
    const pictures = small ? [] : [allocate(backend, [batch, size * size], 'int32')];
    run(backend, {
      name: small ? 'Augment' : 'AugmentLarge',
      constants: {
        SIZE: size,
        CHANNELS: channels,
        PIXELS: size * size,
        WORKGROUP: workgroup,
        IMAGE_WORDS: images.shape[1] ?? 0,
        SCALE: vector(call, 'scale'),
        OFFSET: vector(call, 'offset'),
      },
      bindings: [
        ...stored,
        input('indices', indices, 'i32'),
        input('parameters', parameters),
        input('taps', taps, 'i32'),
        output('result', result),
        ...pictures.map((tensor) => output('pictures', tensor, 'i32')),
      ],
      workgroupSize: workgroup,
      workgroups: [batch],
      shared,
      code: () => `${storedWord(stored)} ${code(small ? inWorkgroup : inStorage)}`,
    });
    release(backend, ...pictures);
    return result;
  });
}

/** The words of all images, in as many bindings as it takes: tens of thousands of images may be too many for one. */
function storedImages(images: tf.TensorInfo, mostBytes: number): Binding[] {
  const words = tf.util.sizeFromShape(images.shape);
  const most = Math.max(BINDING_STEP, Math.floor(mostBytes / 4 / BINDING_STEP) * BINDING_STEP);
  return range(Math.ceil(words / most)).map((index) => ({
    ...input(`images${index}`, images, 'i32'),
    range: { first: index * most, count: Math.min(most, words - index * most) },
  }));
}

/** Elements of 4 bytes at whose multiples a binding may begin. */
const BINDING_STEP = 64;

/** `stored(word)`, from whichever binding it is in. */
function storedWord(bindings: readonly Binding[]): string {
  const last = bindings.length - 1;
  const reads = bindings.map(({ name, range: { first, count } = { first: 0, count: 0 } }, index) => {
    const read = `return u32(${name}[word - ${first}u]);`;
    return index === last ? read : `if (word < ${first + count}u) { ${read} }`;
  });
  return `fn stored(word: u32) -> u32 { ${reads.join(' ')} }`;
}

/** An attribute of one number per channel as a `vec3`. */
function vector(call: WebgpuCall, name: string): string {
  const values = call.attribute(name);
  if (!Array.isArray(values)) throw new Error(`AdaSimAugment needs the attribute “${name}”, numbers.`);
  return `vec3<f32>(${range(3)
    .map((channel) => float(Number(values[channel] ?? 0)))
    .join()})`;
}

const column = (name: keyof typeof augmentationColumn): string => `${augmentationColumn[name]}u`;

/** The picture that a workgroup shares: `look`, `put`, `settle` (what was put is there to be looked at). */
const inWorkgroup = `
  fn open(image: u32) {}
  fn look(at: u32) -> u32 { return picture[at]; }
  fn put(at: u32, word: u32) { picture[at] = word; }
  fn settle() { workgroupBarrier(); }`;

const inStorage = `
  var<private> first: u32;
  fn open(image: u32) { first = image * PIXELS; }
  fn look(at: u32) -> u32 { return u32(pictures[first + at]); }
  fn put(at: u32, word: u32) { pictures[first + at] = i32(word); }
  fn settle() { storageBarrier(); workgroupBarrier(); }`;

/**
 * Each invocation holds pixels WORKGROUP apart in `mine`; the shared picture is for looking at the pixels of others.
 * A pixel is a `vec3<i32>` of bytes, grey in its first component, and one word of the picture. Parameters are the
 * same for the whole workgroup, which is what lets barriers stand under conditions.
 */
const code = (picture: string): string => `
  const PER_INVOCATION = (PIXELS + WORKGROUP - 1u) / WORKGROUP;
  ${picture}
  var<private> mine: array<vec3<i32>, PER_INVOCATION>;

  ${colourFunctions}

  fn pack(pixel: vec3<i32>) -> u32 { return u32(pixel.x | (pixel.y << 8u) | (pixel.z << 16u)); }
  fn unpack(word: u32) -> vec3<i32> {
    let bits = i32(word);
    return vec3(bits & 255, (bits >> 8u) & 255, (bits >> 16u) & 255);
  }

  /** The stored image, a pixel to a word; a pixel's bytes may lie in two of the words that come in. */
  fn load(local: u32, image: u32) {
    for (var at = local; at < PIXELS; at += WORKGROUP) {
      let word = image * IMAGE_WORDS + at * CHANNELS / 4u;
      let shift = 8u * (at * CHANNELS % 4u);
      var bits = stored(word) >> shift;
      if (shift + 8u * CHANNELS > 32u) { bits |= stored(word + 1u) << (32u - shift); }
      put(at, bits & ((1u << (8u * CHANNELS)) - 1u));
    }
    settle();
  }

  /** Every invocation's pixels, for all to see. */
  fn share(local: u32) {
    settle();
    for (var k = 0u; k < PER_INVOCATION; k++) {
      let at = local + k * WORKGROUP;
      if (at < PIXELS) { put(at, pack(mine[k])); }
    }
    settle();
  }

  fn toBytes(sum: vec3<i32>) -> vec3<i32> { return clamp(sum >> vec3(${TAP_BITS}u), vec3(0), vec3(255)); }

  fn resizeRows(local: u32, top: u32, left: u32, height: u32, width: u32) {
    for (var k = 0u; k < PER_INVOCATION; k++) {
      let at = local + k * WORKGROUP;
      if (at >= height * SIZE) { break; }
      let entry = ((width - 1u) * SIZE + at % SIZE) * ${TABLE_STRIDE}u;
      var sum = vec3(${1 << (TAP_BITS - 1)});
      for (var tap = 0u; tap < ${TABLE_TAPS}u; tap++) {
        let x = min(u32(taps[entry]) + tap, width - 1u);
        sum += taps[entry + 1u + tap] * unpack(look((top + at / SIZE) * SIZE + left + x));
      }
      mine[k] = toBytes(sum);
    }
  }

  fn resizeColumns(local: u32, height: u32, flipped: bool) {
    for (var k = 0u; k < PER_INVOCATION; k++) {
      let at = local + k * WORKGROUP;
      if (at >= PIXELS) { break; }
      let entry = ((height - 1u) * SIZE + at / SIZE) * ${TABLE_STRIDE}u;
      let x = select(at % SIZE, SIZE - 1u - at % SIZE, flipped);
      var sum = vec3(${1 << (TAP_BITS - 1)});
      for (var tap = 0u; tap < ${TABLE_TAPS}u; tap++) {
        let y = min(u32(taps[entry]) + tap, height - 1u);
        sum += taps[entry + 1u + tap] * unpack(look(y * SIZE + x));
      }
      mine[k] = toBytes(sum);
    }
  }

  fn meanLuma(local: u32, slot: u32) -> i32 {
    var sum = 0u;
    for (var k = 0u; k < PER_INVOCATION; k++) {
      if (local + k * WORKGROUP < PIXELS) { sum += u32(luma(mine[k])); }
    }
    atomicAdd(&lumaSums[slot], sum);
    workgroupBarrier();
    return i32((2u * atomicLoad(&lumaSums[slot]) + PIXELS) / (2u * PIXELS));
  }

  /** One pass of the box along rows (step 1) or columns (step SIZE). */
  fn blurPass(local: u32, step: u32, weight: u32, reach: i32, edgeWeight: u32) {
    share(local);
    for (var k = 0u; k < PER_INVOCATION; k++) {
      let at = local + k * WORKGROUP;
      if (at >= PIXELS) { break; }
      let along = i32((at / step) % SIZE);
      let start = at - u32(along) * step;
      var sum = vec3(0u);
      for (var offset = -reach; offset <= reach; offset++) { sum += onLine(start, along + offset, step); }
      let edges = onLine(start, along - reach - 1, step) + onLine(start, along + reach + 1, step);
      mine[k] = vec3<i32>((sum * weight + edges * edgeWeight + ${2 ** 23}u) >> vec3(24u));
    }
  }

  fn onLine(start: u32, along: i32, step: u32) -> vec3<u32> {
    return vec3<u32>(unpack(look(start + u32(clamp(along, 0, i32(SIZE) - 1)) * step)));
  }

  fn main(
    @builtin(workgroup_id) workgroup: vec3<u32>,
    @builtin(local_invocation_index) local: u32,
  ) {
    let row = workgroup.x * ${AUGMENTATION_COLUMNS}u;
    let height = u32(parameters[row + ${column('height')}]);
    open(workgroup.x);
    load(local, u32(indices[workgroup.x]));
    resizeRows(
      local,
      u32(parameters[row + ${column('top')}]),
      u32(parameters[row + ${column('left')}]),
      height,
      u32(parameters[row + ${column('width')}]),
    );
    share(local);
    resizeColumns(local, height, parameters[row + ${column('flip')}] == 1.0);

    for (var slot = 0u; slot < ${JITTER_SLOTS}u; slot++) {
      let operation = u32(parameters[row + ${column('jitter')} + slot]);
      let factor = parameters[row + ${column('jitterFactor')} + slot];
      var mean = 0;
      if (operation == ${jitterOperation.contrast}u) { mean = meanLuma(local, slot); }
      for (var k = 0u; k < PER_INVOCATION; k++) { mine[k] = adjusted(mine[k], operation, factor, mean); }
    }
    if (parameters[row + ${column('grayscale')}] == 1.0) {
      for (var k = 0u; k < PER_INVOCATION; k++) { mine[k] = grey(mine[k]); }
    }
    let weight = u32(parameters[row + ${column('blurWeight')}]);
    if (weight > 0u) {
      let reach = i32(parameters[row + ${column('blurReach')}]);
      let edgeWeight = u32(parameters[row + ${column('blurEdgeWeight')}]);
      for (var turn = 0u; turn < 6u; turn++) {
        blurPass(local, select(1u, SIZE, turn >= 3u), weight, reach, edgeWeight);
      }
    }
    let solarized = parameters[row + ${column('solarize')}] == 1.0;
    for (var k = 0u; k < PER_INVOCATION; k++) {
      let at = local + k * WORKGROUP;
      if (at >= PIXELS) { break; }
      let pixel = select(mine[k], 255 - mine[k], vec3(solarized) & (mine[k] >= vec3(128)));
      let value = vec3<f32>(pixel) * SCALE + OFFSET;
      for (var channel = 0u; channel < CHANNELS; channel++) {
        result[(workgroup.x * PIXELS + at) * CHANNELS + channel] = value[channel];
      }
    }
  }`;
