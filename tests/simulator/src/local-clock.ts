// The clocks of one client's machine: a monotonic one that runs a little fast or slow and may stand still while the
// machine sleeps, and a wall clock that can be wrong by hours and can jump.

/** How the machine's clocks differ from true time. */
export interface ClockProfile {
  /** Parts per million by which the monotonic clock runs fast. */
  ppm: number;
  /** What the monotonic clock shows when the simulation begins, in ms. */
  startMs: number;
  /** Wall clock minus true Unix time, in ms. */
  wallErrorMs: number;
  /** Whether the monotonic clock stands while the machine sleeps (Linux, macOS) or not (Windows). */
  standsInSleep: boolean;
}

/** `performance.now()` shows multiples of this outside of isolated contexts, in ms (High Resolution Time, section 7). */
const resolutionMs = 0.1;

export class LocalClock {
  private baseTrue = 0;
  private baseLocal: number;
  private wallErrorMs: number;
  private asleep = false;

  /** `trueNow` reads true time in ms, `trueUnixMs` is true Unix time at its zero. */
  constructor(
    private readonly profile: ClockProfile,
    private readonly trueNow: () => number,
    private readonly trueUnixMs: number,
  ) {
    this.baseLocal = profile.startMs;
    this.wallErrorMs = profile.wallErrorMs;
  }

  /** The monotonic clock in ms, as `performance.now()` shows it. */
  monotonicMs(): number {
    return Math.floor(this.exact() / resolutionMs) * resolutionMs;
  }

  /** The wall clock in whole Unix ms, as `Date.now()` shows it. */
  wallMs(): number {
    return Math.floor(this.trueUnixMs + this.trueNow() + this.wallErrorMs);
  }

  /** How long true time goes on while this clock advances by that much, in ms. */
  trueDuration(localMs: number): number {
    return localMs / this.speed;
  }

  /** Somebody, or NTP, sets the wall clock. */
  stepWall(byMs: number): void {
    this.wallErrorMs += byMs;
  }

  sleep(): void {
    this.baseLocal = this.exact();
    this.baseTrue = this.trueNow();
    this.asleep = true;
  }

  awake(): void {
    this.baseLocal = this.exact();
    this.baseTrue = this.trueNow();
    this.asleep = false;
  }

  private get speed(): number {
    return 1 + this.profile.ppm / 1e6;
  }

  private exact(): number {
    if (this.asleep && this.profile.standsInSleep) return this.baseLocal;
    return this.baseLocal + (this.trueNow() - this.baseTrue) * this.speed;
  }
}
