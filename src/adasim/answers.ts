/**
 * @file Which of some questions were answered rightly, a bit each, and in which two series of answers differ. Two
 * networks that are asked of the same images are compared by those that one of them alone has right.
 */

/** Questions in one number: bits that a double holds exactly, and JSON writes as an integer. */
const BITS = 32;

/**
 * @param right 1 where the answer was right, `[questions]`
 * @returns whole numbers below 2³², the first question in the lowest bit of the first; `[⌈questions / 32⌉]`
 */
export function packAnswers(right: ArrayLike<number>): number[] {
  const packed = new Uint32Array(Math.ceil(right.length / BITS));
  for (let question = 0; question < right.length; question++) {
    const word = Math.floor(question / BITS);
    if (right[question] === 1) packed[word] = (packed[word] ?? 0) | (1 << (question % BITS));
  }
  return Array.from(packed);
}

/** Questions that one alone has right, and that the other alone has. */
export interface Discordant {
  onlyFirst: number;
  onlySecond: number;
}

/** Of two series of answers to the same questions, as {@link packAnswers} packed them. */
export function discordant(first: readonly number[], second: readonly number[]): Discordant {
  let [onlyFirst, onlySecond] = [0, 0];
  first.forEach((word, place) => {
    const other = second[place] ?? 0;
    onlyFirst += onesIn(word & ~other);
    onlySecond += onesIn(other & ~word);
  });
  return { onlyFirst, onlySecond };
}

function onesIn(word: number): number {
  let ones = 0;
  for (let rest = word >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) ones++;
  return ones;
}
