/** @file The visitor's device as its browser tells of it: what a bug report needs, and nothing that names anyone. */
import type { BackendName } from '../../protocol/device.ts';
import { unnamedAdapter, whyNoWebgpu } from '../../protocol/serving.ts';

/** The WebGPU adapter, in the browser's own words. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** It computes on the CPU. */
  fallback: boolean;
  features: string[];
  /** Bytes. */
  maxBufferSize: number;
}

export interface DeviceFacts {
  /** Name, version and system where the browser tells them apart, else the user-agent string. */
  browser: string;
  userAgent: string;
  processors: number;
  /** The page came over https, or from this machine itself: browsers offer others neither WebGPU nor threads. */
  secure: boolean;
  /** The page may share memory between threads, so WASM has more than one. */
  isolated: boolean;
  wasm: boolean;
  webgpu: AdapterFacts | null;
}

/** Asks the browser. What it does not tell is null, false or empty; this never rejects. */
export async function describeDevice(): Promise<DeviceFacts> {
  const [webgpu, hints] = await Promise.all([describeAdapter(), browserHints()]);
  return {
    browser: browserName(hints) ?? navigator.userAgent,
    userAgent: navigator.userAgent,
    processors: navigator.hardwareConcurrency,
    secure: isSecureContext,
    isolated: crossOriginIsolated,
    wasm: typeof WebAssembly === 'object',
    webgpu,
  };
}

async function describeAdapter(): Promise<AdapterFacts | null> {
  if (!('gpu' in navigator)) return null;
  // A browser may offer the interface and refuse every use of it; either way there is no adapter.
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (adapter === null) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  return {
    vendor,
    architecture,
    device,
    description,
    fallback: isFallbackAdapter,
    features: [...adapter.features].sort(),
    maxBufferSize: adapter.limits.maxBufferSize,
  };
}

/** User-agent client hints, which not every browser has and TypeScript's DOM does not know. */
async function browserHints(): Promise<unknown> {
  const data: unknown = Reflect.get(navigator, 'userAgentData');
  if (typeof data !== 'object' || data === null) return undefined;
  const ask: unknown = Reflect.get(data, 'getHighEntropyValues');
  if (typeof ask !== 'function') return undefined;
  try {
    const hints: unknown = await ask.call(data, ['fullVersionList', 'platformVersion', 'architecture']);
    return hints;
  } catch {
    return undefined;
  }
}

const textAt = (record: object, key: string): string => {
  const value: unknown = Reflect.get(record, key);
  return typeof value === 'string' ? value : '';
};

/**
 * "Google Chrome 141.0.7390.54 on Linux 6.8 (x86)" from client hints; undefined where they hold no browser.
 * Browsers add a made-up brand such as "Not?A_Brand", and Chromium beside the name it is sold under.
 */
export function browserName(hints: unknown): string | undefined {
  if (typeof hints !== 'object' || hints === null) return undefined;
  const list: unknown = Reflect.get(hints, 'fullVersionList');
  const brands = (Array.isArray(list) ? list : [])
    .filter((brand: unknown): brand is object => typeof brand === 'object' && brand !== null)
    .map((brand) => ({ name: textAt(brand, 'brand'), version: textAt(brand, 'version') }))
    .filter(({ name }) => name !== '' && !/not.?a.?brand/i.test(name));
  const brand = brands.find(({ name }) => name !== 'Chromium') ?? brands[0];
  if (brand === undefined) return undefined;
  const system = [textAt(hints, 'platform'), textAt(hints, 'platformVersion')].filter(Boolean).join(' ');
  const architecture = textAt(hints, 'architecture');
  return [
    `${brand.name} ${brand.version}`.trim(),
    system && ` on ${system}`,
    architecture && ` (${architecture})`,
  ].join('');
}

/** Why a device cannot use a backend, one sentence; undefined where it can. */
export function whyNot(backend: BackendName, device: DeviceFacts): string | undefined {
  if (backend === 'webgpu' && device.webgpu === null) return whyNoWebgpu(device.secure);
  if (backend === 'wasm' && !device.wasm) return 'This browser has no WebAssembly.';
  return undefined;
}

/** The adapter as a person would name it. */
export function adapterName({ vendor, architecture, device, description, fallback }: AdapterFacts): string {
  const name = description || [vendor, architecture, device].filter(Boolean).join(' ') || unnamedAdapter;
  return fallback ? `${name} (software)` : name;
}
