// When to ask the server for the time. Pure: it is told the time, and counts.

/** So many exchanges, `gapMs` apart: longer than common jitter, so that one does not wait behind another. */
interface Burst {
  count: number;
  gapMs: number;
}

/** On a new connection: enough for a few ms of error on a jittery link within a second. */
const first: Burst = { count: 12, gapMs: 60 };
/** When the way or the local clock may have changed. */
const anew: Burst = { count: 8, gapMs: 60 };
/** While the film plays, in the steady state: 45 samples a minute. */
const regular: Burst & { everyMs: number } = { count: 3, gapMs: 60, everyMs: 4000 };
/** While it stands: just enough to notice a change. */
const idle: Burst & { everyMs: number } = { count: 1, gapMs: 60, everyMs: 8000 };
/** A suspicion is followed up no more often than this. */
const suspicionIntervalMs = 5000;
/** A timer this late was held up by more than a busy page: the machine slept, or the page was frozen. */
const suspendedMs = 1500;
/** A round trip this different from the last few, and by this much, may come from another way. */
const suspicious = { factor: 1.5, ms: 20 };

/** Plans the exchanges of one connection. Times are local monotonic ms. */
export class ExchangeSchedule {
  private left = first.count;
  private gapMs = first.gapMs;
  private dueMs: number | null = null;
  private followedUpMs = Number.NEGATIVE_INFINITY;

  /** A new connection: start with a dense burst. */
  restart(): void {
    this.begin(first);
    this.dueMs = null;
  }

  /** The page was shown, the network came back, or something else may have changed the way or the clock. */
  renew(): void {
    if (this.left < anew.count) this.begin(anew);
  }

  /** An exchange is being sent: tells in how many ms the next one is due. `active` while the film plays. */
  next(atMs: number, active: boolean): number {
    if (this.dueMs !== null && atMs - this.dueMs > suspendedMs) this.begin(anew);
    this.left -= 1;
    const rhythm = active ? regular : idle;
    const waitMs = this.left > 0 ? this.gapMs : rhythm.everyMs;
    if (this.left <= 0) this.begin(rhythm);
    this.dueMs = atMs + waitMs;
    return waitMs;
  }

  /** An exchange came back. True: its round trip differs from the last few, and more exchanges should follow at once. */
  isSuspicious(atMs: number, rttMs: number, usualRttMs: number | null): boolean {
    if (usualRttMs === null || this.left > regular.count || atMs - this.followedUpMs < suspicionIntervalMs) return false;
    const longer = rttMs > usualRttMs * suspicious.factor + suspicious.ms;
    const shorter = rttMs * suspicious.factor + suspicious.ms < usualRttMs;
    if (longer || shorter) this.followedUpMs = atMs;
    return longer || shorter;
  }

  private begin(burst: Burst): void {
    this.left = burst.count;
    this.gapMs = burst.gapMs;
  }
}
