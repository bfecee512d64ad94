export interface HashKey {
  readonly low: number;
  readonly high: number;
}

/** Of so many bytes, whose count ends the last word. */
const LENGTH = 8 << 24;
const WORDS = 3;
const LAST_ROUNDS = 4;

/**
 * HalfSipHash-2-4 (Aumasson and Bernstein, https://github.com/veorq/SipHash) of one 64-bit value under a 64-bit key: 32 bits
 * that nobody can tell from chance without the key. Halves are 32 bits each.
 */
export function halfSipHash(key: HashKey, low: number, high: number): number {
  let v0 = key.low | 0;
  let v1 = key.high | 0;
  let v2 = 0x6c796765 ^ key.low;
  let v3 = 0x74656462 ^ key.high;
  for (let at = 0; at <= WORDS; at++) {
    const isLast = at === WORDS;
    const word = at === 0 ? low : at === 1 ? high : LENGTH;
    if (isLast) v2 ^= 0xff;
    else v3 ^= word;
    for (let round = isLast ? LAST_ROUNDS : 2; round > 0; round--) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    if (!isLast) v0 ^= word;
  }
  return (v1 ^ v3) >>> 0;
}
