/** 64-bit integers as two halves of 32 bits: where BigInt would cost too much. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Where the low and high half of a 64-bit integer lie in a Uint32Array over it. */
export const LOW_HALF = IS_LITTLE_ENDIAN ? 0 : 1;
export const HIGH_HALF = 1 - LOW_HALF;
export const TWO_TO_32 = 2 ** 32;
