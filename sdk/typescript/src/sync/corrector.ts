// How to close a drift: not at all, by a rate nobody hears, by stretching time, or by a jump. A state machine over
// measurements of drift; it reads no clock and touches no media, so it runs in a simulator as it runs in a page.

import { DriftWindow } from './drift-window.js';
import { LearnedCost } from './learned-cost.js';

/** What to do about the drift from now on. `deviation` is relative to the party's rate: 0.005 is half a percent faster. */
export type Correction =
  | { kind: 'none' }
  /** Too small a change to be heard as pitch, so the pitch may go with it. */
  | { kind: 'trim'; deviation: number }
  /** A change whose pitch has to be preserved. */
  | { kind: 'stretch'; deviation: number }
  /** Move the media to where the party will be in `leadMs`. */
  | { kind: 'jump'; leadMs: number };

/** When a correction by rate begins and ends, and how fast it is. */
export interface RateTuning {
  /** It begins above this drift, in ms, and ends below that. */
  startMs: number;
  stopMs: number;
  /** It is meant to take this long, in ms, as far as the limits allow. */
  horizonMs: number;
  leastDeviation: number;
  mostDeviation: number;
}

/** The thresholds of a corrector. Why they are what they are: docs/sync.md. */
export interface CorrectorTuning {
  trim: RateTuning;
  /** Leaves what remains below its `stopMs` to a trim. */
  stretch: RateTuning;
  /**
   * How long to rest after a trim before the next one, in ms. Twice as long with each trim within `mostMs` of the one
   * before, up to `mostMs`: a player that obeys loosely is left alone rather than chased to and fro.
   */
  rest: { leastMs: number; mostMs: number };
  /** A jump is made when stretching would take this much longer than the jump. */
  patienceMs: number;
  /** In a page nobody sees, timers are late: only drifts above `startMs` are closed, by jumps `intervalMs` apart. */
  hidden: { startMs: number; intervalMs: number };
  /**
   * After so many jumps in a row that led to where another would have been needed, none is made for `firstPauseMs`,
   * after the next for twice that, up to `mostPauseMs`.
   */
  giveUp: { jumps: number; firstPauseMs: number; mostPauseMs: number };
}

export const defaultTuning: CorrectorTuning = {
  trim: { startMs: 6, stopMs: 1, horizonMs: 3000, leastDeviation: 0.002, mostDeviation: 0.01 },
  stretch: { startMs: 40, stopMs: 10, horizonMs: 1000, leastDeviation: 0.02, mostDeviation: 0.08 },
  rest: { leastMs: 2000, mostMs: 60_000 },
  patienceMs: 2000,
  hidden: { startMs: 1000, intervalMs: 10_000 },
  giveUp: { jumps: 3, firstPauseMs: 10_000, mostPauseMs: 60_000 },
};

const nothing: Correction = { kind: 'none' };

/** Rates are multiples of this. */
const deviationStep = 0.001;

/** What a measurement was made under. */
export interface Circumstances {
  /** False in a page nobody sees. */
  visible: boolean;
  /** Whether the media has the data to go on at once where the party is. */
  buffered: boolean;
  /** The party's own rate, film time per time. Other than 1 the media stretches time all along. */
  rate: number;
}

interface PendingJump {
  atMs: number;
  leadMs: number;
  cost: LearnedCost;
}

/** Closes drifts of one playing media. Times are local monotonic ms; drifts are ms of film, media minus party. */
export class Corrector {
  /** How long after a jump the media moves on, by experience: within its data, and to where data must be fetched. */
  readonly jumpCost = {
    buffered: new LearnedCost({ initialMs: 100, leastMs: 0, mostMs: 1000 }),
    fetched: new LearnedCost({ initialMs: 300, leastMs: 0, mostMs: 3000 }),
  };

  private readonly window = new DriftWindow();
  private current: Correction = nothing;
  private rate = 1;
  private pendingJump: PendingJump | null = null;
  private lastJumpMs = Number.NEGATIVE_INFINITY;
  private fruitlessJumps = 0;
  private restMs = 0;
  private lastTrimMs = Number.NEGATIVE_INFINITY;
  private noTrimBeforeMs = Number.NEGATIVE_INFINITY;
  private jumpDemanded = false;
  private noJumpBeforeMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly tuning: CorrectorTuning = defaultTuning) {}

  /** The drift as the last measurements agree on it; null while they don't. */
  steadyDriftMs(atMs: number): number | null {
    return this.window.steadyDriftMs(atMs);
  }

  /** The correction under way. */
  get correction(): Correction {
    return this.current;
  }

  /** Whether the player's position scatters so that only many measurements tell its drift. */
  get needsManyLooks(): boolean {
    return this.window.isScattered;
  }

  /** True while jumps are given up for a time because they did not help. */
  isResigned(atMs: number): boolean {
    return atMs < this.noJumpBeforeMs;
  }

  /** Takes one measurement of a playing media and says what to do from now on. */
  next(atMs: number, driftMs: number, circumstances: Circumstances): Correction {
    this.measure(atMs, driftMs);
    return this.correct(atMs, circumstances);
  }

  /** Takes one measurement of a playing media; the drift as the last ones agree on it, or null while they don't. */
  measure(atMs: number, driftMs: number): number | null {
    this.window.add(atMs, driftMs);
    return this.window.steadyDriftMs(atMs);
  }

  /** Says what to do from now on about what was measured until `atMs`. */
  correct(atMs: number, circumstances: Circumstances): Correction {
    this.rate = circumstances.rate;
    const { window } = this;
    const driftMs = circumstances.visible ? window.steadyDriftMs(atMs) : window.sparseDriftMs(atMs);
    if (driftMs === null) return circumstances.visible ? this.current : this.setCorrection(atMs, nothing);
    this.land(atMs, driftMs);
    const cost = circumstances.buffered ? this.jumpCost.buffered : this.jumpCost.fetched;
    if (this.jumpDemanded) return this.setCorrection(atMs, this.jump(atMs, cost));
    const choice = circumstances.visible ? this.choose(atMs, driftMs, cost) : this.chooseHidden(atMs, driftMs, cost);
    return this.setCorrection(atMs, choice);
  }

  /** In how many ms the correction under way will have closed the drift; null when there is none. */
  doneInMs(atMs: number): number | null {
    if (this.current.kind !== 'trim' && this.current.kind !== 'stretch') return null;
    const driftMs = this.window.steadyDriftMs(atMs);
    return driftMs === null ? null : Math.max(0, -driftMs / (this.current.deviation * this.rate));
  }

  /** The media was paused, stalled, or moved by something else: measurements so far mean nothing. Ends a correction. */
  interrupt(atMs: number): void {
    this.window.clear();
    this.setCorrection(atMs, nothing);
  }

  /** The next measurement is answered with a jump, however small the drift. */
  demandJump(): void {
    this.jumpDemanded = true;
  }

  /** The media was put elsewhere by other means than a jump; whether that was of use is judged as if it were one. */
  noteJump(atMs: number): void {
    this.jumpDemanded = false;
    this.pendingJump = { atMs, leadMs: 0, cost: new LearnedCost({ initialMs: 0, leastMs: 0, mostMs: 0 }) };
    this.lastJumpMs = atMs;
  }

  /** The party did something else: no judgement about a jump under way, and past failures are forgiven. */
  reset(atMs: number): void {
    this.interrupt(atMs);
    this.pendingJump = null;
    this.jumpDemanded = false;
    this.fruitlessJumps = 0;
    this.lastTrimMs = Number.NEGATIVE_INFINITY;
    this.noTrimBeforeMs = Number.NEGATIVE_INFINITY;
    this.noJumpBeforeMs = Number.NEGATIVE_INFINITY;
  }

  private choose(atMs: number, driftMs: number, cost: LearnedCost): Correction {
    const { stretch } = this.tuning;
    const trim = this.trimFor(this.window.scatterMs);
    const size = Math.abs(driftMs);
    if (this.isWorthJumping(size, cost) && atMs >= this.noJumpBeforeMs) return this.jump(atMs, cost);
    const { current } = this;
    // Each change of rate touches the audio, so a correction runs at one rate to its end.
    const closes = current.kind !== 'none' && current.kind !== 'jump' && driftMs * current.deviation < 0;
    if (current.kind === 'stretch' && closes && size > stretch.stopMs) return current;
    if (size > stretch.startMs) return this.byRate('stretch', driftMs);
    if (current.kind === 'trim') return closes && size > trim.stopMs ? current : nothing;
    // What a stretch has left over is worth a trim although it would not have begun one.
    if (current.kind === 'stretch') return size > trim.stopMs ? this.byRate('trim', driftMs) : nothing;
    return size > trim.startMs && atMs >= this.noTrimBeforeMs ? this.byRate('trim', driftMs) : nothing;
  }

  /** What a player's positions scatter by can't be told from drift, and must not be chased. */
  private trimFor(scatterMs: number): { startMs: number; stopMs: number } {
    const { startMs, stopMs } = this.tuning.trim;
    return { startMs: Math.max(startMs, scatterMs * 0.75), stopMs: Math.max(stopMs, scatterMs * 0.25) };
  }

  private chooseHidden(atMs: number, driftMs: number, cost: LearnedCost): Correction {
    const { startMs, intervalMs } = this.tuning.hidden;
    const due = atMs >= Math.max(this.lastJumpMs + intervalMs, this.noJumpBeforeMs);
    return due && Math.abs(driftMs) > startMs ? this.jump(atMs, cost) : nothing;
  }

  private isWorthJumping(size: number, cost: LearnedCost): boolean {
    return size / (this.tuning.stretch.mostDeviation * this.rate) > this.tuning.patienceMs + cost.ms;
  }

  private byRate(kind: 'trim' | 'stretch', driftMs: number): Correction {
    const { leastDeviation, mostDeviation, horizonMs } = this.tuning[kind];
    const size = Math.abs(driftMs) / (horizonMs * this.rate);
    const wanted = Math.min(mostDeviation, Math.max(leastDeviation, size));
    return { kind, deviation: -Math.sign(driftMs) * Math.round(wanted / deviationStep) * deviationStep };
  }

  private jump(atMs: number, cost: LearnedCost): Correction {
    const leadMs = cost.ms;
    this.jumpDemanded = false;
    this.pendingJump = { atMs, leadMs, cost };
    this.lastJumpMs = atMs;
    return { kind: 'jump', leadMs };
  }

  /** The first steady drift after a jump tells how long the jump took, and whether it was of use. */
  private land(atMs: number, driftMs: number): void {
    if (this.pendingJump === null || atMs <= this.pendingJump.atMs) return;
    const { leadMs, cost } = this.pendingJump;
    const { jumps, firstPauseMs, mostPauseMs } = this.tuning.giveUp;
    this.pendingJump = null;
    this.fruitlessJumps = this.isWorthJumping(Math.abs(driftMs), cost) ? this.fruitlessJumps + 1 : 0;
    if (this.fruitlessJumps >= jumps) {
      this.noJumpBeforeMs = atMs + Math.min(mostPauseMs, firstPauseMs * 2 ** (this.fruitlessJumps - jumps));
    }
    cost.learn(leadMs - driftMs / this.rate);
  }

  /** A trim has come to its end. */
  private rest(atMs: number): void {
    const { leastMs, mostMs } = this.tuning.rest;
    const isRepeated = atMs - this.lastTrimMs < mostMs;
    this.restMs = isRepeated ? Math.min(mostMs, this.restMs * 2) : leastMs;
    this.lastTrimMs = atMs;
    this.noTrimBeforeMs = atMs + this.restMs;
  }

  private setCorrection(atMs: number, correction: Correction): Correction {
    const deviation = correction.kind === 'trim' || correction.kind === 'stretch' ? correction.deviation : 0;
    this.window.setDeviation(atMs, deviation * this.rate, this.rate !== 1 || correction.kind === 'stretch');
    if (correction.kind === 'jump') this.window.clear();
    if (this.current.kind === 'trim' && correction.kind === 'none') this.rest(atMs);
    this.current = correction.kind === 'jump' ? nothing : correction;
    return correction;
  }
}
