import { afterEach, describe, expect, it, vi } from 'vitest';
import { adapterName, browserName, describeDevice, whyNot, type AdapterFacts } from './device.ts';

const adapter: AdapterFacts = {
  vendor: 'intel',
  architecture: 'gen-12lp',
  device: '',
  description: '',
  fallback: false,
  features: [],
  maxBufferSize: 1,
};

describe('browserName', () => {
  it('names the browser that is sold, not the made-up brand and not the engine', () => {
    const hints = {
      platform: 'Linux',
      platformVersion: '6.8',
      architecture: 'x86',
      fullVersionList: [
        { brand: 'Not?A_Brand', version: '8.0.0.0' },
        { brand: 'Chromium', version: '141.0.1' },
        { brand: 'Google Chrome', version: '141.0.2' },
      ],
    };
    expect(browserName(hints)).toBe('Google Chrome 141.0.2 on Linux 6.8 (x86)');
  });

  it('makes do with Chromium alone, and without a system', () => {
    expect(browserName({ fullVersionList: [{ brand: 'Chromium', version: '141' }] })).toBe('Chromium 141');
  });

  it('takes nothing on trust', () => {
    for (const hints of [
      undefined,
      null,
      'Chrome',
      {},
      { fullVersionList: 'x' },
      { fullVersionList: [null] },
    ])
      expect(browserName(hints)).toBeUndefined();
  });
});

describe('adapterName', () => {
  it('prefers the description, and says what is software', () => {
    expect(adapterName(adapter)).toBe('intel gen-12lp');
    expect(adapterName({ ...adapter, description: 'SwiftShader', fallback: true })).toBe(
      'SwiftShader (software)',
    );
    expect(adapterName({ ...adapter, vendor: '', architecture: '' })).toBe(
      'an adapter that this browser does not name',
    );
  });
});

describe('describeDevice', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('survives a browser that offers WebGPU and refuses it, and hints that fail', async () => {
    vi.stubGlobal('isSecureContext', false);
    vi.stubGlobal('crossOriginIsolated', false);
    vi.stubGlobal('navigator', {
      userAgent: 'Test/1.0',
      hardwareConcurrency: 4,
      gpu: { requestAdapter: () => Promise.reject(new Error('blocked')) },
      userAgentData: { getHighEntropyValues: () => Promise.reject(new Error('blocked')) },
    });
    const device = await describeDevice();
    expect(device).toEqual({
      browser: 'Test/1.0',
      userAgent: 'Test/1.0',
      processors: 4,
      secure: false,
      isolated: false,
      wasm: true,
      webgpu: null,
    });
    expect(whyNot('webgpu', device)).toContain('plain http');
    expect(whyNot('webgpu', { ...device, secure: true })).toBe('This browser offers no WebGPU adapter.');
    expect(whyNot('wasm', device)).toBeUndefined();
    expect(whyNot('cpu', device)).toBeUndefined();
  });
});
