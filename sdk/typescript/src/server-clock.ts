// The server's clock as seen from here: an offset to a local monotonic clock, from exchanges of timestamps.
// Pure bookkeeping; sending the exchanges is the connection's work.

/** One finished time-sync exchange, all in milliseconds. `t0`, `t3` local monotonic; `t1`, `t2` server time. */
export interface TimeSyncSample {
  t0: number;
  t1: number;
  t2: number;
  t3: number;
}

/** How long a sample may speak for the offset, in ms: clock drift of 50 ppm stays below 6 ms in that time. */
const maxSampleAgeMs = 120_000;
/** How many samples are compared. */
const windowSize = 8;

interface Measurement {
  offsetMs: number;
  rttMs: number;
  atMs: number;
}

/**
 * Estimates `server time - local time`. The sample of least round trip in the window wins, since its error is at
 * most half its round trip (the on-wire formulas of NTP, RFC 5905 section 8).
 */
export class ServerClock {
  private window: Measurement[] = [];
  private provisionalOffsetMs: number | null = null;

  /** `now` reads the local monotonic clock in milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** True once an exchange has finished; before that `serverNowMs` rests on one-way messages. */
  get synchronized(): boolean {
    return this.window.length > 0;
  }

  /** Least round trip in the window in ms, or null before the first exchange. */
  get rttMs(): number | null {
    return this.best()?.rttMs ?? null;
  }

  /** The server's clock now in Unix ms, or null when nothing has been heard from it. */
  serverNowMs(): number | null {
    const offset = this.best()?.offsetMs ?? this.provisionalOffsetMs;
    return offset === null ? null : this.now() + offset;
  }

  /** Takes one exchange. Impossible ones (negative round trip, not finite) are dropped. */
  addSample(sample: TimeSyncSample): void {
    const rttMs = sample.t3 - sample.t0 - (sample.t2 - sample.t1);
    const offsetMs = (sample.t1 - sample.t0 + (sample.t2 - sample.t3)) / 2;
    if (!Number.isFinite(offsetMs) || rttMs < 0) return;
    this.window = [...this.window, { offsetMs, rttMs, atMs: sample.t3 }].slice(-windowSize);
  }

  /**
   * Takes the server time of a message that just arrived. It is late by the unknown one-way delay, so the largest
   * offset seen is the closest to the truth; only used until the first exchange.
   */
  addOneWay(serverTimeMs: number): void {
    const offsetMs = serverTimeMs - this.now();
    this.provisionalOffsetMs = Math.max(this.provisionalOffsetMs ?? offsetMs, offsetMs);
  }

  /** Forgets everything: the local clock may have stood still, or the server may be another. */
  reset(): void {
    this.window = [];
    this.provisionalOffsetMs = null;
  }

  private best(): Measurement | null {
    const oldest = this.now() - maxSampleAgeMs;
    const fresh = this.window.filter((sample) => sample.atMs >= oldest);
    const candidates = fresh.length > 0 ? fresh : this.window.slice(-1);
    return candidates.reduce<Measurement | null>(
      (least, sample) => (least === null || sample.rttMs < least.rttMs ? sample : least),
      null,
    );
  }
}
