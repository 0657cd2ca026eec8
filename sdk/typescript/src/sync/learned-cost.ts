// What an action of a player costs in time, learned from how long it took before. Pure arithmetic.

/** Bounds and the first guess of a cost, all in ms. */
export interface CostRange {
  initialMs: number;
  leastMs: number;
  mostMs: number;
}

/** How much of the difference to a new observation is believed: half, so that three agreeing ones decide. */
const trust = 0.5;

/**
 * The time an action takes on this player. Observations count as far as they lie in the range, the first fully, each
 * later one by half: quick to follow a player, and one that was interrupted does little harm. An observation below half
 * of the estimate shows that the estimate came from an interrupted action, and replaces it.
 */
export class LearnedCost {
  private estimateMs: number;
  private observations = 0;

  constructor(private readonly range: CostRange) {
    this.estimateMs = range.initialMs;
  }

  /** What to reckon with, in ms. */
  get ms(): number {
    return this.estimateMs;
  }

  /** True once an observation has replaced the first guess. */
  get learned(): boolean {
    return this.observations > 0;
  }

  /** Takes one observation in ms; what is not finite is dropped. */
  learn(observedMs: number): void {
    if (!Number.isFinite(observedMs)) return;
    const bounded = Math.min(this.range.mostMs, Math.max(this.range.leastMs, observedMs));
    const replaces = !this.learned || bounded < this.estimateMs / 2;
    this.estimateMs += (bounded - this.estimateMs) * (replaces ? 1 : trust);
    this.observations += 1;
  }
}
