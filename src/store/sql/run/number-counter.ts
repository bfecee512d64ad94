/** Numbers that grow by and by, in 8 bytes each. */
export class NumberColumn {
  #values = new BigUint64Array(1024);
  length = 0;

  push(value: bigint): void {
    if (this.length === this.#values.length) {
      const larger = new BigUint64Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  clear(): void {
    this.length = 0;
  }

  /** Sorted in place; the view is good until the next push. */
  sorted(): BigUint64Array {
    return this.#values.subarray(0, this.length).sort();
  }
}

/** Calls back for each different number of a sorted list, with how often it stands there. */
export function eachDifferent(
  sorted: BigUint64Array,
  onNumber: (number: bigint, times: number) => void,
): void {
  for (let at = 0; at < sorted.length; ) {
    const number = sorted[at] ?? 0n;
    let end = at + 1;
    while (end < sorted.length && sorted[end] === number) end++;
    onNumber(number, end - at);
    at = end;
  }
}

/** How many different numbers a sorted list holds, and how many of them more than once. */
export function countDifferent(sorted: BigUint64Array): {
  readonly different: number;
  readonly repeated: number;
} {
  let [different, repeated] = [0, 0];
  eachDifferent(sorted, (_, times) => {
    different++;
    if (times > 1) repeated++;
  });
  return { different, repeated };
}

/** How many numbers two sorted lists without repeats share. */
export function countShared(one: BigUint64Array, other: BigUint64Array): number {
  let [shared, at, beside] = [0, 0, 0];
  while (at < one.length && beside < other.length) {
    const [left, right] = [one[at] ?? 0n, other[beside] ?? 0n];
    if (left === right) shared++;
    if (left <= right) at++;
    if (right <= left) beside++;
  }
  return shared;
}
