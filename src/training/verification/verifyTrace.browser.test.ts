import { afterEach, describe, expect, test } from 'vitest';
import resnetBn from '../../../fixtures/golden/dino-resnet-bn.safetensors?url';
import resnetLars from '../../../fixtures/golden/dino-resnet-lars.safetensors?url';
import vitMean from '../../../fixtures/golden/dino-vit-mean.safetensors?url';
import vit from '../../../fixtures/golden/dino-vit.safetensors?url';
import { parseSafetensors } from '../../formats/safetensors.ts';
import { readTrace } from '../../formats/trace.ts';
import { setUpBackend, type BackendName } from '../../tensor/backend.ts';
import { setFusing } from '../../tensor/kernels.ts';
import { tracePlan } from './replay.ts';
import { verifyTrace } from './verifyTrace.ts';

const recordings = { vit, vitMean, resnetBn, resnetLars };

async function load(url: string) {
  const response = await fetch(url);
  return readTrace(parseSafetensors(new Uint8Array(await response.arrayBuffer())), tracePlan);
}

afterEach(() => {
  setFusing(true);
});

interface Setting {
  backend: BackendName;
  /** Our kernels, or the portable ops of stock TensorFlow.js, which take minutes on a software WebGPU adapter. */
  fused: boolean;
}

describe.each<Setting>([
  { backend: 'cpu', fused: false },
  { backend: 'wasm', fused: true },
  { backend: 'wasm', fused: false },
  { backend: 'webgpu', fused: true },
])('on $backend, own kernels: $fused', ({ backend, fused }) => {
  test.each(Object.entries(recordings))('the recording %s is what we compute', async (_name, url) => {
    await setUpBackend(backend);
    setFusing(fused);
    const rows = await verifyTrace(await load(url));
    expect(rows.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(rows.length).toBeGreaterThan(15);
  });
});
