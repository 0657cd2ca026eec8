// Distributions of very many values in little memory: counts per bucket of a fixed width, mergeable across processes.

/** What crosses between processes. */
export interface HistogramCounts {
  counts: Record<number, number>;
  total: number;
  most: number;
}

/** Of values from 0 on. Quantiles are right to a bucket's width; the maximum is exact. */
export class Histogram {
  private counts = new Map<number, number>();
  private total = 0;
  private most = 0;

  /** `width` of a bucket, in the unit of the values. */
  constructor(private readonly width = 0.5) {}

  get size(): number {
    return this.total;
  }

  get max(): number {
    return this.most;
  }

  add(value: number): void {
    const bucket = Math.floor(value / this.width);
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + 1);
    this.total += 1;
    if (value > this.most) this.most = value;
  }

  /** The value that `share` (0 to 1) of all do not exceed; 0 when there are none. */
  quantile(share: number): number {
    let seen = 0;
    for (const bucket of [...this.counts.keys()].sort((a, b) => a - b)) {
      seen += this.counts.get(bucket) ?? 0;
      if (seen >= share * this.total) return Math.min((bucket + 1) * this.width, this.most);
    }
    return this.most;
  }

  merge({ counts, total, most }: HistogramCounts): void {
    for (const [bucket, count] of Object.entries(counts)) {
      this.counts.set(Number(bucket), (this.counts.get(Number(bucket)) ?? 0) + count);
    }
    this.total += total;
    this.most = Math.max(this.most, most);
  }

  toJSON(): HistogramCounts {
    return { counts: Object.fromEntries(this.counts), total: this.total, most: this.most };
  }
}
