/** @file Which WebGPU adapters are not a graphics card. */

/** SwiftShader (Chrome's), llvmpipe and lavapipe (Mesa's), WARP or “Basic Render” (Microsoft's). */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i;

/** What is told of an adapter. */
export type AdapterWords = Pick<
  GPUAdapterInfo,
  'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'
>;

/** Whether it computes on the CPU, by its own word or by its name. */
export function isSoftware({
  vendor,
  architecture,
  device,
  description,
  isFallbackAdapter,
}: AdapterWords): boolean {
  return isFallbackAdapter || SOFTWARE.test([vendor, architecture, device, description].join(' '));
}
