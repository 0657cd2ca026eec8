// Times as figures for people to read.

/** "p50 … ms, p90 … ms, p99 … ms, most … ms" of times in milliseconds. */
export function percentiles(milliseconds: number[]): string {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(2);
  return `p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`;
}
