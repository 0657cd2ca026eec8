// The last few measurements of drift, made into one estimate. Pure bookkeeping; times are local monotonic ms, drifts ms of film.

/** Older measurements say nothing about now. */
const spanMs = 700;
/** Fewer than this, or closer together than that, may all lie in one hiccup, or on one side of the scatter. */
const leastSamples = { plain: 3, stretched: 8 };
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

/** In a page nobody sees there is one look a second; two that agree roughly tell a drift worth a jump. */
const sparse = { leastGapMs: 250, mostGapMs: 5000, rangeMs: 100 };

/** A player's scatter is forgotten by this share with every measurement: after a hiccup, within a minute. */
const scatterFading = 0.995;

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
  /** The last sample that is well before the latest. */
  private earlier: Sample | null = null;
  private deviation = 0;
  private deviationSinceMs = 0;
  private contributedMs = 0;
  private mode: 'plain' | 'stretched' = 'plain';
  private readonly scatter = { plain: 0, stretched: 0 };

  /** From `atMs` on the media is meant to gain `deviation` ms of film per ms on the party. */
  setDeviation(atMs: number, deviation: number, stretched: boolean): void {
    this.contributedMs = this.contributionAt(atMs);
    this.deviationSinceMs = atMs;
    this.deviation = deviation;
    this.mode = stretched ? 'stretched' : 'plain';
  }

  /** Takes one measurement. */
  add(atMs: number, driftMs: number): void {
    this.earlier = this.samples.filter((sample) => sample.atMs <= atMs - sparse.leastGapMs).at(-1) ?? this.earlier;
    this.samples = this.samples.filter((sample) => sample.atMs > atMs - spanMs);
    this.samples.push({ atMs, residualMs: driftMs - this.contributionAt(atMs) });
    this.scatter[this.mode] *= scatterFading;
    if (isSteppingSteadily(this.samples)) {
      this.scatter[this.mode] = Math.max(this.scatter[this.mode], lastingRange(residualsOf(this.samples)));
    }
  }

  /** How far apart measurements of this player lie although it plays steadily, in ms. */
  get scatterMs(): number {
    return this.scatter[this.mode];
  }

  /** Whether it takes many measurements to know the drift. */
  get isScattered(): boolean {
    return this.mode === 'stretched' || this.goesInSteps;
  }

  /** Whether the position goes in steps too large to trust a few measurements, which may all meet the same part of one. */
  private get goesInSteps(): boolean {
    return this.scatter[this.mode] > steadyRangeMs[this.mode];
  }

  /** Forgets the measurements: the media was moved, started or has stalled. */
  clear(): void {
    this.samples = [];
    this.earlier = null;
  }

  /** The drift at `atMs` in ms by the latest measurement, or null where the one before contradicts it: it stands. */
  sparseDriftMs(atMs: number): number | null {
    const latest = this.samples.at(-1);
    if (latest === undefined || this.earlier === null) return null;
    if (latest.atMs - this.earlier.atMs > sparse.mostGapMs) return null;
    const agree = Math.abs(latest.residualMs - this.earlier.residualMs) <= sparse.rangeMs;
    return agree ? latest.residualMs + this.contributionAt(atMs) : null;
  }

  /**
   * The drift at `atMs` in ms, or null while there are too few measurements or they disagree, as they do while a media
   * stands although it should play.
   */
  steadyDriftMs(atMs: number): number | null {
    const recent = this.samples.filter((sample) => sample.atMs > atMs - spanMs);
    const steady = this.goesInSteps ? null : this.agreeing(recent);
    const trusted = steady ?? (isSteppingSteadily(recent) ? recent : null);
    return trusted === null ? null : median(residualsOf(trusted)) + this.contributionAt(atMs);
  }

  /** The latest samples that agree with each other, or null when they are too few. */
  private agreeing(recent: readonly Sample[]): readonly Sample[] | null {
    const limitMs = steadyRangeMs[this.mode];
    let first = recent.length;
    while (first > 0 && rangeOf(residualsOf(recent.slice(first - 1))) <= limitMs) first -= 1;
    const latest = recent.slice(first);
    return latest.length >= leastSamples[this.mode] && spanOf(latest) >= leastSpanMs ? latest : null;
  }

  private contributionAt(atMs: number): number {
    return this.contributedMs + (atMs - this.deviationSinceMs) * this.deviation;
  }
}

function isSteppingSteadily(samples: readonly Sample[]): boolean {
  const residuals = residualsOf(samples);
  if (samples.length < stepped.leastSamples || spanOf(samples) < stepped.leastSpanMs) return false;
  if (rangeOf(residuals) > stepped.rangeMs) return false;
  const [early, late] = halvesOf(residuals);
  return Math.abs(median(late) - median(early)) <= stepped.halvesApartMs;
}

/** The range that both halves of a window show: a single leap, as with a change of rate, is in one of them only. */
function lastingRange(residuals: readonly number[]): number {
  const [early, late] = halvesOf(residuals);
  return Math.min(rangeOf(early), rangeOf(late));
}

function halvesOf<Value>(values: readonly Value[]): [Value[], Value[]] {
  const middle = values.length >> 1;
  return [values.slice(0, middle), values.slice(middle)];
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
