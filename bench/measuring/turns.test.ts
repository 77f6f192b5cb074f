import { describe, expect, it } from 'vitest';
import { takeTurns, type Contender } from './turns.ts';

/** Takes as long as it is told, and notes when it had its turn. */
function contender(name: string, ms: number, log: string[], expectedMs = ms): Contender<{ name: string }> {
  return {
    expectedMs,
    run: (iterations) => {
      log.push(`${name}×${iterations}`);
      return Promise.resolve({ name, msPerIteration: ms });
    },
  };
}

const settings = { rounds: 3, turnMs: 100, budgetMs: 10_000 };

describe('takeTurns', () => {
  it('lets all have a turn in each round, and calls back after each', async () => {
    const log: string[] = [];
    const turns = await takeTurns([contender('a', 10, log), contender('b', 50, log)], settings, (round) => {
      log.push(`round ${round}`);
      return Promise.resolve();
    });
    expect(log).toEqual(['a×10', 'b×2', 'round 0', 'a×10', 'b×2', 'round 1', 'a×10', 'b×2', 'round 2']);
    expect(turns.map(({ iterations }) => iterations)).toEqual([30, 6]);
    expect(turns[1]?.samples).toEqual(Array(3).fill({ name: 'b', msPerIteration: 50 }));
  });

  it('gives a slow contender single iterations, as many as its budget holds', async () => {
    const log: string[] = [];
    await takeTurns([contender('slow', 400, log)], { ...settings, budgetMs: 900 });
    expect(log).toEqual(['slow×1', 'slow×1']);
  });

  it('gives one turn also where that is beyond the budget', async () => {
    const log: string[] = [];
    const [turns] = await takeTurns([contender('slow', 5_000, log)], { ...settings, budgetMs: 900 });
    expect(log).toEqual(['slow×1']);
    expect(turns?.samples).toHaveLength(1);
  });

  it('corrects what it expected by what it measured', async () => {
    const log: string[] = [];
    await takeTurns([contender('faster than thought', 5, log, 100)], settings);
    expect(log.map((turn) => turn.split('×')[1])).toEqual(['1', '20', '20']);
  });
});
