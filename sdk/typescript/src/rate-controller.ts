// How much faster or slower a media should play to close a small drift. Pure arithmetic with two thresholds.

/** Up to this drift a media is left alone: one frame at 25 frames a second. */
const startMs = 40;
/** A correction runs until the drift is below this. */
const stopMs = 10;
/** A drift is meant to be closed in this time, as far as the limit allows. */
const horizonMs = 1000;
/** The largest deviation from normal speed. The pitch is preserved, so only the tempo changes. */
const maxDeviation = 0.06;
/** Rates are multiples of this, so that noise in the measurement does not touch the audio pipeline. */
const step = 0.005;

/** Proportional control with hysteresis: starts above 40 ms of drift, ends below 10 ms. */
export class RateController {
  private active = false;

  /** True while a correction is under way. */
  get correcting(): boolean {
    return this.active;
  }

  /** The rate for a drift in ms (media minus party, positive when ahead). */
  next(driftMs: number): number {
    const size = Math.abs(driftMs);
    this.active = this.active ? size >= stopMs : size > startMs;
    if (!this.active) return 1;
    const deviation = Math.max(step, Math.min(maxDeviation, size / horizonMs));
    return 1 - Math.sign(driftMs) * Math.round(deviation / step) * step;
  }

  reset(): void {
    this.active = false;
  }
}
