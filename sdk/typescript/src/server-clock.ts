// The server's clock as seen from here: local monotonic time plus an estimated offset. Never the wall clock, which people
// and time servers set. Bookkeeping only; sending the exchanges is time-exchange.ts.

import { Emitter } from './emitter.js';
import { ClockEstimator, type ClockEstimate, type TimeSyncSample } from './sync/clock-estimator.js';

export type { TimeSyncSample } from './sync/clock-estimator.js';

/** What the clock knew at a moment, for a plot. */
export interface ClockReading extends ClockEstimate {
  /** Local monotonic ms. */
  atMs: number;
}

export interface ServerClockEvents {
  /** After every exchange. */
  change: ClockReading;
}

/** Below this an improved estimate is approached gradually, so that a playing film is not jerked. */
const mostSlewMs = 50;
/** How fast, in ms per ms: as fast as the follower trims without being heard. */
const slewRate = 0.005;
/** So long after the first exchange the estimate still improves by leaps, and is taken over at once. */
const acquisitionMs = 2000;
/** The readings kept for plots, no denser than the gap: five minutes. */
const history = { gapMs: 1000, most: 300 };

/** Estimates `server time - local time` and tells the server's time. All times in ms. */
export class ServerClock extends Emitter<ServerClockEvents> {
  private readonly estimator = new ClockEstimator();
  private provisionalOffsetMs: number | null = null;
  private appliedMs: number | null = null;
  private appliedAtMs = 0;
  private firstSampleMs: number | null = null;
  private readings: readonly ClockReading[] = [];

  /** `now` reads the local monotonic clock in milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {
    super();
  }

  /** True once an exchange has finished; before that `serverNowMs` rests on one-way messages. */
  get synchronized(): boolean {
    return this.appliedMs !== null;
  }

  /** Least round trip of the last few exchanges in ms, or null before the first exchange. */
  get rttMs(): number | null {
    return this.estimator.estimate(this.now())?.rttMs ?? null;
  }

  /** Server time minus local monotonic time in ms, as it is applied now; null when nothing has been heard. */
  get offsetMs(): number | null {
    return this.offsetAt(this.now());
  }

  /** How far the offset may be off by jitter, in ms (see `ClockEstimate`); null before the first exchange. */
  get uncertaintyMs(): number | null {
    return this.estimator.estimate(this.now())?.uncertaintyMs ?? null;
  }

  /** One reading per second at most, oldest first; five minutes at most. */
  get history(): readonly ClockReading[] {
    return this.readings;
  }

  /** The server's clock now in Unix ms, or null when nothing has been heard from it. */
  serverNowMs(): number | null {
    const now = this.now();
    const offset = this.offsetAt(now);
    return offset === null ? null : now + offset;
  }

  /** Takes one exchange. Impossible ones (negative round trip, not finite) are dropped. */
  addSample(sample: TimeSyncSample): void {
    const now = this.now();
    const before = this.offsetAt(now);
    const { contradictions } = this.estimator;
    if (!this.estimator.add(sample)) return;
    const estimate = this.estimator.estimate(now);
    if (estimate === null) return;
    this.firstSampleMs ??= now;
    const leaps = now - this.firstSampleMs < acquisitionMs || this.estimator.contradictions !== contradictions;
    const errorMs = estimate.offsetMs - (before ?? estimate.offsetMs);
    const steps = this.appliedMs === null || leaps || Math.abs(errorMs) > mostSlewMs;
    this.appliedMs = steps ? estimate.offsetMs : before;
    this.appliedAtMs = now;
    this.record({ atMs: now, ...estimate });
  }

  /**
   * Takes the server time of a message that just arrived. It is late by the unknown one-way delay, so the largest
   * offset seen is the closest to the truth; only used until the first exchange.
   */
  addOneWay(serverTimeMs: number): void {
    const offsetMs = serverTimeMs - this.now();
    this.provisionalOffsetMs = Math.max(this.provisionalOffsetMs ?? offsetMs, offsetMs);
  }

  /** Forgets everything: the server may be another. */
  reset(): void {
    this.estimator.reset();
    this.provisionalOffsetMs = null;
    this.appliedMs = null;
    this.firstSampleMs = null;
  }

  /** The applied offset, on its way to the estimated one since it was last fixed. */
  private offsetAt(nowMs: number): number | null {
    const wanted = this.estimator.estimate(nowMs)?.offsetMs;
    if (this.appliedMs === null || wanted === undefined) return this.provisionalOffsetMs;
    const errorMs = wanted - this.appliedMs;
    const approachedMs = Math.min(Math.abs(errorMs), (nowMs - this.appliedAtMs) * slewRate);
    return this.appliedMs + Math.sign(errorMs) * approachedMs;
  }

  private record(reading: ClockReading): void {
    const last = this.readings.at(-1);
    const close = last !== undefined && reading.atMs - last.atMs < history.gapMs;
    const kept = close ? this.readings.slice(0, -1) : this.readings;
    // Within a second the latest reading stands for all, under the time of the first.
    this.readings = [...kept, close ? { ...reading, atMs: last.atMs } : reading].slice(-history.most);
    this.emit('change', reading);
  }
}
