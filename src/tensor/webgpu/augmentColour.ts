/** @file The colour operations of `ops/augmentColour.ts` in WGSL, on a pixel of bytes; grey is in its first component. */
import { jitterOperation } from '../../config/augmentationColumns.ts';

/** `luma`, `grey` and `adjusted`. Uses the constant CHANNELS. */
export const colourFunctions = `
  fn luma(pixel: vec3<i32>) -> i32 {
    if (CHANNELS == 1u) { return pixel.x; }
    return (pixel.x * 19595 + pixel.y * 38470 + pixel.z * 7471 + 0x8000) >> 16u;
  }

  fn grey(pixel: vec3<i32>) -> vec3<i32> { return vec3(luma(pixel)); }

  /** One slot of colour jitter; \`mean\` is the image's mean luma, for contrast. */
  fn adjusted(pixel: vec3<i32>, operation: u32, factor: f32, mean: i32) -> vec3<i32> {
    let fixed = i32(floor(factor * 2097152.0 + 0.5));
    switch (operation) {
      case ${jitterOperation.brightness}u: { return blend(vec3(0), pixel, fixed); }
      case ${jitterOperation.contrast}u: { return blend(vec3(mean), pixel, fixed); }
      case ${jitterOperation.saturation}u: { return blend(grey(pixel), pixel, fixed); }
      case ${jitterOperation.hue}u: { return turned(pixel, i32(factor * 255.0)); }
      default: { return pixel; }
    }
  }

  fn blend(base: vec3<i32>, value: vec3<i32>, fixed: i32) -> vec3<i32> {
    return clamp(base + ((fixed * (value - base)) >> vec3(21u)), vec3(0), vec3(255));
  }

  /** The hue turned by \`shift\` / 256 of a turn, by way of bytes of hue, saturation and value. */
  fn turned(pixel: vec3<i32>, shift: i32) -> vec3<i32> {
    let value = max(pixel.x, max(pixel.y, pixel.z));
    let chroma = value - min(pixel.x, min(pixel.y, pixel.z));
    if (CHANNELS == 1u) { return pixel; }
    let saturation = 255 * chroma / max(value, 1);
    if (saturation == 0) { return vec3(value); }
    let hue = (hueOf(pixel, value, chroma) + shift) & 255;
    let sector = hue * 6 / 255;
    let part = hue * 6 - sector * 255;
    let low = scaled(value, 255 * (255 - saturation));
    let falling = scaled(value, 65025 - saturation * part);
    let rising = scaled(value, 65025 - saturation * (255 - part));
    switch (sector) {
      case 1: { return vec3(falling, value, low); }
      case 2: { return vec3(low, value, rising); }
      case 3: { return vec3(low, falling, value); }
      case 4: { return vec3(rising, low, value); }
      case 5: { return vec3(value, low, falling); }
      default: { return vec3(value, rising, low); }
    }
  }

  fn hueOf(pixel: vec3<i32>, value: i32, chroma: i32) -> i32 {
    var sixths = 4 * chroma + pixel.x - pixel.y;
    if (pixel.x == value) { sixths = pixel.y - pixel.z; }
    else if (pixel.y == value) { sixths = 2 * chroma + pixel.z - pixel.x; }
    if (sixths < 0) { sixths += 6 * chroma; }
    return 255 * sixths / (6 * chroma);
  }

  fn scaled(value: i32, share: i32) -> i32 { return (2 * value * share + 65025) / 130050; }`;
