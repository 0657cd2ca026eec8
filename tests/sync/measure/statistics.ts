// Quantiles of measured distances.

/** A distribution of distances in ms. */
export interface Summary {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** The value below which a share of the values lies (nearest rank); NaN for none. `sorted` ascends. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Sums up the sizes of signed or unsigned distances. */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return {
    count: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
}
