import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

describe('explain', () => {
  it.each([
    'Failed to fetch dynamically imported module: https://example.org/assets/install-a.js',
    'error loading dynamically imported module: https://example.org/assets/install-a.js',
    'Importing a module script failed.',
  ])('says what to do about code that cannot be fetched: %s', (message) => {
    const told = explain(new TypeError(message));
    expect(told).toMatch(/^A part of the engine could not be loaded: check the connection/);
    expect(told).not.toContain('https:');
  });

  it('says of any other fault what it was, and advises', () => {
    expect(explain(new TypeError('x is undefined.'), 'Choose another.')).toBe(
      'The engine stopped unexpectedly: x is undefined. Choose another.',
    );
  });

  it('leaves alone what was written for a person', () => {
    const error = Object.assign(new Error('The image is too small.'), { name: 'DatasetError' });
    expect(explain(error)).toBe('The image is too small.');
  });
});
