/** @file What a measurement comes to: shares of a step, rates, and what binds each kernel. Pure. */
import type { Device } from '../../protocol/device.ts';
import type { KernelShare, Profile } from '../../protocol/profile.ts';

type Ridge = KernelShare['ridge'];

/** A kernel whose limit explains less of its time than this is bound by neither arithmetic nor traffic. */
const EXPLAINED = 0.2;

/** `neither`: its launch, or the way it is written. Null where there is no time. */
export function whatBindsKernel({ ms, idealMs, ridge }: KernelShare): Ridge | 'neither' | null {
  if (ms === null || ms === 0) return null;
  return idealMs >= EXPLAINED * ms ? ridge : 'neither';
}

/** How fast a kernel does what it is limited by; null where there is no time. */
export function rateOf({ ms, flops, bytes, ridge, idealMs }: KernelShare): string | null {
  if (ms === null || ms === 0 || idealMs === 0) return null;
  const [amount, unit] = ridge === 'compute' ? [flops, 'GFLOP/s'] : [bytes, 'GB/s'];
  return `${Number((amount / ms / 1e6).toPrecision(3))} ${unit}`;
}

/**
 * What the parts of a step are shares of, milliseconds: on the processor a step as it was watched. Beside the GPU
 * the watched step also waits for JavaScript, so it is the plain one, unless its kernels took longer on their own.
 */
export const wholeStep = (profile: Profile, { backend }: Pick<Device, 'backend'>): number =>
  backend === 'webgpu' ? Math.max(profile.msPerStep, sumOf(profile.kernels)) : profile.watchedMs;

/** A step's time outside of its parts, milliseconds; null where the device does not tell the time. */
export function remainder(profile: Profile, { backend }: Pick<Device, 'backend'>): number | null {
  // Draws of the processor pass beside the GPU.
  const parts = profile.phases.filter(({ phase }) => backend !== 'webgpu' || phase !== 'draws');
  if (parts.some(({ ms }) => ms === null)) return null;
  return Math.max(0, wholeStep(profile, { backend }) - sumOf(parts));
}

const sumOf = (parts: readonly { ms: number | null }[]): number =>
  parts.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
