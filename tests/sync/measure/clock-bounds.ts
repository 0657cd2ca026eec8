// How far two clocks of one machine are apart, with a bound that holds for certain. Pure arithmetic on milliseconds.
//
// A reading of another clock that was asked for at `askedMs` and known at `knownMs` was taken between the two. So the
// offset (other minus own) is at least `reading - knownMs` and at most `reading + resolution - askedMs`; every exchange
// narrows the interval, and the narrowest interval of all exchanges is never wrong while neither clock is stepped.

/** One look at another clock; `reading` is the other clock's time, rounded down to `resolutionMs`. */
export interface ClockReading {
  askedMs: number;
  knownMs: number;
  readingMs: number;
  resolutionMs: number;
}

/** The interval that the offset (other clock minus own clock) lies in. */
export class ClockBounds {
  private leastMs = Number.NEGATIVE_INFINITY;
  private mostMs = Number.POSITIVE_INFINITY;

  add({ askedMs, knownMs, readingMs, resolutionMs }: ClockReading): void {
    this.leastMs = Math.max(this.leastMs, readingMs - knownMs);
    this.mostMs = Math.min(this.mostMs, readingMs + resolutionMs - askedMs);
  }

  /** The middle of the interval. */
  get offsetMs(): number {
    return (this.leastMs + this.mostMs) / 2;
  }

  /** How wrong `offsetMs` can be at most. Negative: the readings contradict each other, so a clock was stepped. */
  get errorMs(): number {
    return (this.mostMs - this.leastMs) / 2;
  }
}
