// The last few measurements of drift, made into one estimate. Pure bookkeeping; times are local monotonic ms.

/** Older measurements say nothing about now. */
const spanMs = 700;
/** Fewer than this, or closer together than that, may all lie in one hiccup. */
const leastSamples = 3;
const leastSpanMs = 50;
/**
 * How far measurements of a steadily playing media lie apart at most. Chromium's `currentTime` scatters by 0.3 ms; while
 * it stretches time with the pitch preserved, by 10 ms, a buffer of its stretching algorithm.
 */
const steadyRangeMs = { plain: 4, stretched: 16 };
/**
 * A player whose position goes in steps, up to a frame at 15 fps, scatters more; it is steady when both halves of enough
 * measurements agree.
 */
const stepped = { leastSamples: 8, leastSpanMs: 150, rangeMs: 70, halvesApartMs: 12 };

interface Sample {
  atMs: number;
  /** The drift, less what the commanded rates had contributed by then. */
  residualMs: number;
}

/**
 * Measurements of drift (media minus party, positive ahead) while the rate may be off by a commanded deviation. Tells
 * the drift now as a median, and whether the media is moving steadily at all.
 */
export class DriftWindow {
  private samples: Sample[] = [];
  private deviation = 0;
  private deviationSinceMs = 0;
  private contributedMs = 0;
  private stretched = false;

  /** From `atMs` on the media is meant to gain `deviation` ms per ms on the party. */
  setDeviation(atMs: number, deviation: number, stretched: boolean): void {
    this.contributedMs = this.contributionAt(atMs);
    this.deviationSinceMs = atMs;
    this.deviation = deviation;
    this.stretched = stretched;
  }

  /** Takes one measurement. */
  add(atMs: number, driftMs: number): void {
    this.samples = this.samples.filter((sample) => sample.atMs > atMs - spanMs);
    this.samples.push({ atMs, residualMs: driftMs - this.contributionAt(atMs) });
  }

  /** Forgets the measurements: the media was moved, started or has stalled. */
  clear(): void {
    this.samples = [];
  }

  /**
   * The drift at `atMs` in ms, or null while there are too few measurements or they disagree, as they do while a media
   * stands although it should play.
   */
  steadyDriftMs(atMs: number): number | null {
    const recent = this.samples.filter((sample) => sample.atMs > atMs - spanMs);
    const steady = this.agreeing(recent) ?? (isSteppingSteadily(recent) ? recent : null);
    return steady === null ? null : median(residualsOf(steady)) + this.contributionAt(atMs);
  }

  /** The latest samples that agree with each other, or null when they are too few. */
  private agreeing(recent: readonly Sample[]): readonly Sample[] | null {
    const limitMs = this.stretched ? steadyRangeMs.stretched : steadyRangeMs.plain;
    let first = recent.length;
    while (first > 0 && rangeOf(residualsOf(recent.slice(first - 1))) <= limitMs) first -= 1;
    const latest = recent.slice(first);
    return latest.length >= leastSamples && spanOf(latest) >= leastSpanMs ? latest : null;
  }

  private contributionAt(atMs: number): number {
    return this.contributedMs + (atMs - this.deviationSinceMs) * this.deviation;
  }
}

function isSteppingSteadily(samples: readonly Sample[]): boolean {
  const residuals = residualsOf(samples);
  if (samples.length < stepped.leastSamples || spanOf(samples) < stepped.leastSpanMs) return false;
  if (rangeOf(residuals) > stepped.rangeMs) return false;
  const middle = residuals.length >> 1;
  const apart = median(residuals.slice(middle)) - median(residuals.slice(0, middle));
  return Math.abs(apart) <= stepped.halvesApartMs;
}

function residualsOf(samples: readonly Sample[]): number[] {
  return samples.map((sample) => sample.residualMs);
}

function spanOf(samples: readonly Sample[]): number {
  return (samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0);
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** The middle of a list that is not empty. */
function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length >> 1;
  const upper = ascending[middle] ?? 0;
  return ascending.length % 2 === 1 ? upper : (upper + (ascending[middle - 1] ?? 0)) / 2;
}
