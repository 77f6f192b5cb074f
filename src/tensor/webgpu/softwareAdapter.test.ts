import { describe, expect, it } from 'vitest';
import { isSoftware, type AdapterWords } from './softwareAdapter.ts';

const card: AdapterWords = {
  vendor: 'nvidia',
  architecture: 'ampere',
  device: '',
  description: '',
  isFallbackAdapter: false,
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
