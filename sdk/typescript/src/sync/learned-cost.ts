// What an action of a player costs in time, learned from how long it took before. Pure arithmetic.

/** Bounds and the first guess of a cost, all in ms. */
export interface CostRange {
  initialMs: number;
  leastMs: number;
  mostMs: number;
}

/** So many observations are remembered: two that were interrupted don't change the middle one. */
const remembered = 5;

/**
 * The time an action takes on this player: the median of the last observations, since the usual mishap, a busy machine or
 * a slow network, makes single ones far too long. Observations count as far as they lie in the range.
 */
export class LearnedCost {
  private observed: number[] = [];

  constructor(private readonly range: CostRange) {}

  /** What to reckon with, in ms. Of an even number of observations the lesser middle one. */
  get ms(): number {
    const ascending = [...this.observed].sort((a, b) => a - b);
    return ascending[(ascending.length - 1) >> 1] ?? this.range.initialMs;
  }

  /** True once an observation has replaced the first guess. */
  get learned(): boolean {
    return this.observed.length > 0;
  }

  /** Takes one observation in ms; what is not finite is dropped. */
  learn(observedMs: number): void {
    if (!Number.isFinite(observedMs)) return;
    const bounded = Math.min(this.range.mostMs, Math.max(this.range.leastMs, observedMs));
    this.observed = [...this.observed, bounded].slice(-remembered);
  }
}
