// The binary search of lists that are in order.

/** The first index, of `length`, at which `isBefore` is no longer true; `length` where it always is. True only at first. */
export function partitionPoint(length: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
