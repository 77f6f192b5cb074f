/**
 * @file Seeded randomness: named streams of one seed. A stream is addressed, not advanced to: the draw for
 * image 7 of epoch 3 is the same number whatever was drawn before it, so that runs which differ in one
 * setting (the policy, say) still see the same order, the same augmentations and the same initial weights.
 */

/** A part of a stream's name: a word, or an integer such as an epoch, a step or an image. */
export type StreamKey = string | number;

/** Everything a generator needs to go on from where it was. */
export interface RandomState {
  /** The four 32-bit words of sfc32. */
  words: readonly [number, number, number, number];
  /** The second number of the last Box–Muller pair, if it has not been handed out. */
  spareNormal: number | null;
}

/** MurmurHash3's finaliser: every input bit moves every output bit. */
function avalanche(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Four lanes of hash over a sequence of 32-bit words. */
class KeyHash {
  private a = 0x9e3779b9;
  private b = 0x243f6a88;
  private c = 0xb7e15162;
  private d = 0xdeadbeef;

  add(word: number): void {
    this.a = avalanche(this.a ^ word);
    this.b = avalanche((this.b + this.a) | 0);
    this.c = avalanche(this.c ^ this.b);
    this.d = avalanche((this.d + this.c) | 0);
  }

  addInteger(value: number): void {
    if (!Number.isSafeInteger(value))
      throw new RangeError(`A stream's key must be an integer, not ${value}.`);
    this.add(0x696e7400);
    this.add(value >>> 0);
    this.add(Math.floor(value / 4294967296) | 0);
  }

  addText(text: string): void {
    this.add(0x73747200);
    this.add(text.length);
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
  }

  words(): [number, number, number, number] {
    return [this.a, this.b, this.c, this.d];
  }
}

/** sfc32 (Chris Doty-Humphrey's small fast counter generator; passes PractRand), with the usual draws. */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;
  private spareNormal: number | null;

  constructor(state: RandomState) {
    [this.a, this.b, this.c, this.counter] = state.words;
    this.spareNormal = state.spareNormal;
  }

  /** The state, for a checkpoint; `new RandomStream(state)` goes on with the same numbers. */
  state(): RandomState {
    return {
      words: [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.counter >>> 0],
      spareNormal: this.spareNormal,
    };
  }

  /** 32 uniform bits. */
  bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    const high = this.bits() >>> 5;
    return (high * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /**
   * Normal with standard deviation `std`, drawn again until it lies in [−2, 2]: the distribution of torch's
   * `trunc_normal_(std=std)`, whose bounds are absolute, not multiples of `std`.
   */
  truncatedNormal(std: number): number {
    if (!(std >= 0 && std < Infinity)) throw new RangeError(`A standard deviation must be ≥ 0, not ${std}.`);
    for (;;) {
      const value = std * this.normal();
      if (value >= -2 && value <= 2) return value;
    }
  }

  /** Uniform in {0, …, n − 1}, without modulo bias. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296)
      throw new RangeError(`integer(n) needs 1 ≤ n ≤ 2³², not ${n}.`);
    const limit = 4294967296 - (4294967296 % n);
    for (;;) {
      const bits = this.bits();
      if (bits < limit) return bits % n;
    }
  }

  /** A uniform random order of 0 … n − 1 (Fisher–Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = held;
    }
    return order;
  }
}

/**
 * The stream of `seed` with this name, from its beginning, e.g. `stream(seed, 'augment', epoch, step)`.
 * Streams of different names are independent; words and integers never collide (`'1'` is not `1`).
 */
export function stream(seed: number, ...name: StreamKey[]): RandomStream {
  const hash = new KeyHash();
  hash.addInteger(seed);
  for (const key of name) {
    if (typeof key === 'string') hash.addText(key);
    else hash.addInteger(key);
  }
  return new RandomStream({ words: hash.words(), spareNormal: null });
}
