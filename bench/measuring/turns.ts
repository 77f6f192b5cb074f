/**
 * @file Contenders take turns, so that whatever else the machine does slows all of them alike.
 */

export interface Contender<Result> {
  /** What one iteration is expected to take. */
  expectedMs: number;
  /** Milliseconds per iteration, and what else is measured. */
  run: (iterations: number) => Promise<Result & { msPerIteration: number }>;
}

export interface TurnSettings {
  /** Turns that each contender gets. */
  rounds: number;
  /** How long a turn should take; one iteration where that takes longer. */
  turnMs: number;
  /** A contender that has taken so long leaves early; it gets one turn in any case. */
  budgetMs: number;
}

export interface Turns<Result> {
  samples: (Result & { msPerIteration: number })[];
  /** Iterations of all samples. */
  iterations: number;
}

/**
 * @param afterRound is called when all have had their turn
 * @returns what each contender's turns gave
 */
export async function takeTurns<Result>(
  contenders: readonly Contender<Result>[],
  { rounds, turnMs, budgetMs }: TurnSettings,
  afterRound: (round: number) => Promise<void> = () => Promise.resolve(),
): Promise<Turns<Result>[]> {
  const players = contenders.map((contender) => {
    const turns: Turns<Result> = { samples: [], iterations: 0 };
    return { ...contender, spentMs: 0, turns };
  });
  for (let round = 0; round < rounds; round += 1) {
    for (const player of players) {
      const iterations = Math.max(1, Math.round(turnMs / player.expectedMs));
      const stays = round === 0 || player.spentMs + iterations * player.expectedMs <= budgetMs;
      if (!stays) continue;
      const sample = await player.run(iterations);
      player.expectedMs = sample.msPerIteration;
      player.spentMs += iterations * sample.msPerIteration;
      player.turns.samples.push(sample);
      player.turns.iterations += iterations;
    }
    await afterRound(round);
  }
  return players.map(({ turns }) => turns);
}
