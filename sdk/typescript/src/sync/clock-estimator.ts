// The offset of another machine's clock, estimated from exchanges of timestamps. Pure: local time comes with each sample.

/** One finished time-sync exchange, all in milliseconds. `t0`, `t3` local monotonic; `t1`, `t2` server time. */
export interface TimeSyncSample {
  t0: number;
  t1: number;
  t2: number;
  t3: number;
}

/** What is known of the other clock. */
export interface ClockEstimate {
  /** Server time minus local monotonic time, in ms. */
  offsetMs: number;
  /** Least round trip of the last few exchanges, in ms. */
  rttMs: number;
  /**
   * How far `offsetMs` may be off by jitter, in ms. What no exchange can show is left out: ways of different length shift
   * the offset by half their difference, at most by half the round trip.
   */
  uncertaintyMs: number;
}

/**
 * How long a sample may speak for the offset, in ms. Crystals differ by up to 50 ppm, so the mean of a window this long
 * is off by up to 1.5 ms; a shorter one would find fewer samples that met no queue.
 */
const windowMs = 60_000;
const mostSamples = 96;
/** The round trip is the least of so many last exchanges: two regular bursts, so that a longer way shows in seconds. */
const rttSamples = 6;
/** By how much a sample may contradict the estimate before it is the local clock that has stood still or jumped. */
const toleratedContradictionMs = 5;
/** The resolution of the server's stamps and of browsers' clocks. */
const resolutionMs = 0.5;
/** How fast two crystals may drift apart, in ms per ms. */
const driftRate = 20e-6;

interface Measured {
  atMs: number;
  /** `t1 - t0`: the way there plus the offset. */
  thereMs: number;
  /** `t3 - t2`: the way back minus the offset. */
  backMs: number;
}

/**
 * Takes the least delay of each direction over a window by itself. With N samples of a jitter spread evenly over J, the
 * least of one direction is about J / N from the truth, while the least round trip (NTP's clock filter, RFC 5905 section
 * 10) needs both directions lucky at once and is off by about J / sqrt(N): 0.7 ms against 4 ms for 30 ms and 45 samples.
 * Both are right only while the samples share one way, which samples of one window do as soon as the longer way's can't
 * be the least.
 */
export class ClockEstimator {
  private samples: Measured[] = [];
  private fresh: ClockEstimate | null = null;
  private resets = 0;

  /** How often a sample has contradicted everything before it. */
  get contradictions(): number {
    return this.resets;
  }

  /** Takes one exchange. False: it can't have happened (negative round trip, not finite) and was dropped. */
  add(sample: TimeSyncSample): boolean {
    const measured = { atMs: sample.t3, thereMs: sample.t1 - sample.t0, backMs: sample.t3 - sample.t2 };
    const rttMs = measured.thereMs + measured.backMs;
    if (!Number.isFinite(rttMs) || rttMs < 0) return false;
    if (this.isContradictedBy(measured)) {
      this.samples = [];
      this.resets += 1;
    }
    this.samples = [...this.samples.filter(({ atMs }) => atMs > measured.atMs - windowMs), measured].slice(-mostSamples);
    this.fresh = estimateOf(this.samples);
    return true;
  }

  /** The estimate, or null before the first exchange. Its uncertainty grows with the age of the last exchange. */
  estimate(nowMs: number): ClockEstimate | null {
    if (this.fresh === null) return null;
    const ageMs = Math.max(0, nowMs - (this.samples.at(-1)?.atMs ?? nowMs));
    return { ...this.fresh, uncertaintyMs: this.fresh.uncertaintyMs + ageMs * driftRate };
  }

  /** Forgets everything. */
  reset(): void {
    this.samples = [];
    this.fresh = null;
  }

  /** A message takes time in both directions, so every exchange bounds the offset from both sides. */
  private isContradictedBy({ atMs, thereMs, backMs }: Measured): boolean {
    const estimate = this.estimate(atMs);
    if (estimate === null) return false;
    const slackMs = toleratedContradictionMs + estimate.uncertaintyMs;
    return estimate.offsetMs > thereMs + slackMs || estimate.offsetMs < -backMs - slackMs;
  }
}

function estimateOf(samples: readonly Measured[]): ClockEstimate {
  const there = samples.map(({ thereMs }) => thereMs).sort((a, b) => a - b);
  const back = samples.map(({ backMs }) => backMs).sort((a, b) => a - b);
  const [leastThere, leastBack] = [there[0] ?? 0, back[0] ?? 0];
  const jitterMs = (gapAboveLeast(there) + gapAboveLeast(back)) / 2;
  return {
    offsetMs: (leastThere - leastBack) / 2,
    rttMs: Math.min(...samples.slice(-rttSamples).map(({ thereMs, backMs }) => thereMs + backMs)),
    uncertaintyMs: Math.min((leastThere + leastBack) / 2, jitterMs) + resolutionMs,
  };
}

/** How far the least stands out: the mean distance of the next two, an estimate of its own distance from the truth. */
function gapAboveLeast(ascending: readonly number[]): number {
  const [least, , third] = ascending;
  return least === undefined || third === undefined ? Number.POSITIVE_INFINITY : (third - least) / 2;
}
