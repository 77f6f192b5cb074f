import { describe, expect, it } from 'vitest';
import { sampleLook } from '../../protocol/sampleScenes.ts';
import { shownLook } from '../../store/attention/shownLook.ts';
import { brightnessOf, massOf } from './mass.ts';
import { heat, veil } from './paint.ts';
import { mapText, networkName, placesText, similarityText } from './words.ts';

describe('massOf', () => {
  const shares = Float64Array.of(0.1, 0.4, 0, 0.3);

  it('takes the fewest places that hold the part', () => {
    // Half of .8 is in the second place alone.
    expect([...massOf(shares, 0.5).kept]).toEqual([0, 1, 0, 0]);
    expect([...massOf(shares, 0.51).kept]).toEqual([0, 1, 0, 1]);
    expect(massOf(shares, 0.95)).toMatchObject({ count: 3 });
    expect(massOf(shares, 1)).toMatchObject({ count: 4 });
    expect(massOf(new Float64Array(4), 0.5)).toMatchObject({ count: 0 });
  });

  it('leaves dark what is not among them, and shows the rest in proportion', () => {
    expect([...brightnessOf(shares, 0.6)].map((bright) => bright.toFixed(2))).toEqual([
      '0.00',
      '1.00',
      '0.00',
      '0.75',
    ]);
    expect([...brightnessOf(new Float64Array(2), 1)]).toEqual([0, 0]);
  });
});

it('opens the veil where the map is bright, and goes from dark to light without a picture', () => {
  const brightness = Float64Array.of(0, 0.5, 1);
  const alphas = [...veil(brightness)].filter((_, i) => i % 4 === 3);
  expect(alphas).toEqual([219, 110, 0]);
  const alone = heat(brightness);
  expect([...alone.subarray(8)]).toEqual([255, 240, 200, 255]);
  const luminance = [0, 1, 2].map((place) =>
    alone.subarray(4 * place, 4 * place + 3).reduce((a, b) => a + b),
  );
  expect(luminance).toEqual([...luminance].sort((a, b) => a - b));
});

describe('in words', () => {
  const look = shownLook(0, sampleLook());
  const [teacher] = look.networks;

  it('a head says on how many patches a part of its attention lies, and what [CLS] keeps', () => {
    const [first, second] = teacher?.maps ?? [];
    if (first === undefined || second === undefined) throw new Error('There are two heads.');
    expect(mapText('teacher', first, 0.6, 2)).toBe(
      'teacher, head 1: 60\u202f% of its attention on the picture lies on 2 of 4 patches; [CLS] keeps 20\u202f% for itself',
    );
    expect(mapText('teacher', second, 1, 2)).toContain(
      '50\u202f% of its attention on the picture lies on 1 of 4 patches',
    );
  });

  it('a ResNet has places and lengths', () => {
    const { networks } = shownLook(
      0,
      sampleLook({
        heads: 0,
        networks: [
          { network: 'student', weights: Float32Array.of(3, 1, 0, 0), parts: new Uint8ClampedArray(16) },
        ],
      }),
    );
    const [norms] = networks[0]?.maps ?? [];
    if (norms === undefined) throw new Error('There is one map.');
    expect([...norms.shares]).toEqual([0.75, 0.25, 0, 0]);
    expect(mapText('network', norms, 0.9, 0)).toBe(
      'network, norm: 90\u202f% of the vectors’ length is in 2 of 4 places',
    );
    expect(networkName('student', { networks })).toMatchObject({ name: 'network' });
    expect(networkName('student', look)).toMatchObject({ name: 'student' });
    expect(placesText(1, 16, 0)).toBe('1 of 16 places');
  });

  it('a chosen patch says what it is like', () => {
    expect(similarityText(Float64Array.of(1, 0.6, 0, -1), 0, 2, 2)).toBe(
      'The patch in row 1, column 1 has a cosine above 0.5 with 1 of the 3 others; on average it is −0.13.',
    );
  });
});
