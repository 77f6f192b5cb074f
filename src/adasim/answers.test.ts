import fc from 'fast-check';
import { expect, it } from 'vitest';
import { discordant, packAnswers } from './answers.ts';

it('packs answers into whole numbers, the first into the lowest bit', () => {
  expect(packAnswers([1, 0, 1])).toEqual([5]);
  const right = new Uint8Array(65);
  right[31] = right[32] = right[64] = 1;
  expect(packAnswers(right)).toEqual([2 ** 31, 1, 1]);
  expect(packAnswers([])).toEqual([]);
});

it('counts what one of two alone has right, whatever their number', () => {
  const answers = fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { maxLength: 200 });
  fc.assert(
    fc.property(answers, (pairs) => {
      const [first, second] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      expect(discordant(packAnswers(first), packAnswers(second))).toEqual({
        onlyFirst: pairs.filter(([one, other]) => one > other).length,
        onlySecond: pairs.filter(([one, other]) => one < other).length,
      });
    }),
  );
});
