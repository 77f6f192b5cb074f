import { describe, expect, it } from 'vitest';
import { adapterWords, isSoftware, nameOf, type AdapterWords } from './adapter.ts';

const card: AdapterWords = {
  vendor: 'nvidia',
  architecture: 'ampere',
  device: '',
  description: '',
  isFallbackAdapter: false,
  subgroups: undefined,
};

describe('a software adapter', () => {
  it.each<[string, Partial<AdapterWords>]>([
    ['by its own word', { isFallbackAdapter: true }],
    ['by the architecture of Chrome’s', { vendor: 'google', architecture: 'swiftshader' }],
    ['by the architecture of Mesa’s', { vendor: 'mesa', architecture: 'llvmpipe' }],
    ['by the description of Mesa’s', { architecture: '', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }],
    ['by the description of Windows’', { description: 'Microsoft Basic Render Driver' }],
    ['by the architecture of Windows’', { vendor: 'microsoft', architecture: 'warp' }],
  ])('is known %s', (_, words) => {
    expect(isSoftware({ ...card, ...words })).toBe(true);
  });

  it('is not a card, whatever the card is called', () => {
    expect(isSoftware(card)).toBe(false);
    expect(isSoftware({ ...card, description: 'Warpdrive 9000' })).toBe(false);
    expect(isSoftware({ ...card, vendor: '', architecture: '' })).toBe(false);
  });
});

describe('what is told of an adapter', () => {
  const nothing = { vendor: '', architecture: '', device: '', description: '' };

  it('comes from what the browser has: its words, its method of earlier years, or nothing', async () => {
    expect(
      await adapterWords({ info: { ...nothing, vendor: 'arm', subgroupMinSize: 4, subgroupMaxSize: 16 } }),
    ).toEqual({ ...card, vendor: 'arm', architecture: '', subgroups: { least: 4, most: 16 } });
    const earlier = {
      requestAdapterInfo: () => Promise.resolve({ vendor: 'intel' }),
      isFallbackAdapter: true,
    };
    expect(await adapterWords(earlier)).toEqual({
      ...nothing,
      vendor: 'intel',
      isFallbackAdapter: true,
      subgroups: undefined,
    });
    expect(nameOf(await adapterWords({}))).toBe('');
  });

  it('is put in a few words', () => {
    expect(nameOf(card)).toBe('nvidia ampere');
    expect(nameOf({ ...card, description: 'GeForce' })).toBe('GeForce');
  });
});
