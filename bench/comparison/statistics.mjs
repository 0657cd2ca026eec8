// Medians and ranges of repeated measurements.

/** { median, least, most, count } of numbers. */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, least: sorted[0], most: sorted.at(-1), count: sorted.length };
}

/** The summary of what `pick` takes from each run. */
export function summaryOf(runs, pick) {
  return summary(runs.map(pick));
}
