/** @file What is told of a WebGPU adapter, and which of them are not a graphics card. */

/** SwiftShader (Chrome's), llvmpipe and lavapipe (Mesa's), WARP or “Basic Render” (Microsoft's). */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i;

/** What is told of an adapter. Firefox tells no words at all. */
export interface AdapterWords extends Pick<
  GPUAdapterInfo,
  'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'
> {
  /** Invocations of a subgroup; undefined where the browser does not tell. */
  subgroups: { least: number; most: number } | undefined;
}

/** What browsers of earlier years have in place of what the types promise. */
interface EarlierAdapter {
  info?: Partial<GPUAdapterInfo>;
  requestAdapterInfo?: () => Promise<Partial<GPUAdapterInfo>>;
  isFallbackAdapter?: boolean;
}

/** Asks an adapter what it is, in every way that browsers have or had. */
export async function adapterWords(adapter: EarlierAdapter): Promise<AdapterWords> {
  const info = adapter.info ?? (await adapter.requestAdapterInfo?.()) ?? {};
  const { subgroupMinSize: least, subgroupMaxSize: most } = info;
  return {
    vendor: info.vendor ?? '',
    architecture: info.architecture ?? '',
    device: info.device ?? '',
    description: info.description ?? '',
    isFallbackAdapter: info.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false,
    subgroups: least === undefined || most === undefined ? undefined : { least, most },
  };
}

/** An adapter in a few words; empty where nothing is told of it. */
export const nameOf = ({ vendor, architecture, device, description }: AdapterWords): string =>
  description || [vendor, architecture, device].filter(Boolean).join(' ');

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
