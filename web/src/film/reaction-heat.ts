// How often people reacted along the film: what the server has kept, and what came since. Nothing is drawn here.

import type { ReactionCount, ReactionLine } from '@matinee/sdk';
import { signal } from '@preact/signals';

/** The sums of one clip, by the number of the stretch. */
export interface Heat {
  bucketMs: number;
  totals: ReadonlyMap<number, number>;
}

const nothing: Heat = { bucketMs: 5000, totals: new Map() };
/** Pages fetched of one clip. */
const mostPages = 5;

/** The reactions to the clip that plays. */
export class ReactionHeat {
  readonly heat = signal<Heat>(nothing);
  private clipId: string | null = null;

  constructor(private readonly fetchLine: (clipId: string, fromMs: number) => Promise<ReactionLine>) {}

  /** Begins anew with another clip. Without an answer there is no line, which nobody has to be told. */
  async load(clipId: string | null): Promise<void> {
    if (clipId === this.clipId) return;
    this.clipId = clipId;
    this.heat.value = nothing;
    if (clipId === null) return;
    let fromMs: number | null = 0;
    for (let page = 0; page < mostPages && fromMs !== null; ++page) {
      const line: ReactionLine | null = await this.fetchLine(clipId, fromMs).catch(() => null);
      if (line === null || this.clipId !== clipId) return;
      this.put(line.bucket_ms, line.buckets.map(({ position_ms, total }) => [position_ms / line.bucket_ms, total]));
      fromMs = line.next_ms;
    }
  }

  /** What was just told. */
  add(clipId: string | null, positionMs: number, reactions: readonly ReactionCount[]): void {
    if (clipId === null || clipId !== this.clipId) return;
    const total = reactions.reduce((sum, { count }) => sum + count, 0);
    const { bucketMs } = this.heat.peek();
    this.put(bucketMs, [[Math.floor(positionMs / bucketMs), total]]);
  }

  private put(bucketMs: number, sums: readonly (readonly [number, number])[]): void {
    const totals = new Map(this.heat.peek().totals);
    for (const [bucket, total] of sums) totals.set(bucket, (totals.get(bucket) ?? 0) + total);
    this.heat.value = { bucketMs, totals };
  }
}

/**
 * The line as the path of a filled shape, 100 wide and 20 high, its peak at the top; empty where nobody reacted or the
 * film has no known length.
 */
export function heatPath({ bucketMs, totals }: Heat, durationMs: number): string {
  const last = Math.ceil(durationMs / bucketMs);
  const peak = Math.max(0, ...[...totals].filter(([bucket]) => bucket < last).map(([, total]) => total));
  if (durationMs <= 0 || peak === 0) return '';
  // No more columns than there are pixels to see.
  const columns = Math.min(last, 120);
  const heights = Array.from({ length: columns }, () => 0);
  for (const [bucket, total] of totals) {
    if (bucket >= last) continue;
    const column = Math.floor((bucket / last) * columns);
    heights[column] = Math.max(heights[column] ?? 0, total);
  }
  const points = heights.map((height, n) => {
    const x = (((n + 0.5) / columns) * 100).toFixed(2);
    return `L${x} ${(20 - (20 * height) / peak).toFixed(2)}`;
  });
  return `M0 20${points.join('')}L100 20Z`;
}
