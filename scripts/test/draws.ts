/** @file The drawn experiments, ten at a time: each leaves compiled programs in its page, which memory has to hold. */
import { sum, type Counts } from './counts.ts';
import { vitest, type Say } from './runners.ts';

/** Experiments 1 to 199 by their tens; the kernel stage has the first. */
const tens = Array.from({ length: 20 }, (_, ten) => (ten === 0 ? '' : String(ten)));

export async function draws(say: Say): Promise<Counts> {
  const counts: Counts[] = [];
  for (const ten of tens)
    counts.push(
      await vitest(say, [
        'run',
        ...['--project', 'kernel', 'src/training/drawn.browser.test.ts'],
        ...['--tags-filter', 'drawn', '--testNamePattern', `experiment ${ten}\\d$`],
      ]),
    );
  // What the others leave out is not skipped.
  return { ...sum(counts), skipped: 0 };
}
