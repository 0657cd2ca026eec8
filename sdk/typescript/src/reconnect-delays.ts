// Exponential backoff with jitter, in the shape partysocket asks for it. No timers here.

/** Delays between attempts, in ms. */
export interface ReconnectPolicy {
  /** The first delay before jitter. */
  baseMs: number;
  /** No delay is longer. */
  maxMs: number;
  /** Each further delay is this many times the one before. */
  factor: number;
  /** Attempts in a row before giving up; a connection that lasts starts the count anew. */
  maxAttempts: number;
}

/**
 * An attempt about every 0.35 s at first, every 0.55 s after five seconds and every 0.75 s after ten, so that a short cut
 * is over soon after it ends, then ever more seldom, down to one every 15 s after six minutes; about 20 minutes in all.
 */
export const defaultReconnectPolicy: ReconnectPolicy = { baseMs: 350, maxMs: 15_000, factor: 1.04, maxAttempts: 152 };

/**
 * Draws the delays. partysocket reads `minReconnectionDelay` anew for every wait, so a getter there gives every
 * attempt its own jitter: half to one and a half times the base, so that a restart's clients come back spread out.
 */
export class ReconnectDelays {
  private drawnBaseMs: number;

  constructor(
    private readonly policy: ReconnectPolicy,
    private readonly random: () => number = Math.random,
  ) {
    this.drawnBaseMs = policy.baseMs;
  }

  /** The options to hand to partysocket. */
  socketOptions(): {
    readonly minReconnectionDelay: number;
    maxReconnectionDelay: number;
    reconnectionDelayGrowFactor: number;
    maxRetries: number;
  } {
    const draw = () => (this.drawnBaseMs = this.policy.baseMs * (0.5 + this.random()));
    return {
      get minReconnectionDelay() {
        return draw();
      },
      maxReconnectionDelay: this.policy.maxMs,
      reconnectionDelayGrowFactor: this.policy.factor,
      maxRetries: this.policy.maxAttempts,
    };
  }

  /** The delay drawn for attempt number `retryCount`, in ms; call after partysocket has begun to wait. */
  delayMs(retryCount: number): number {
    if (retryCount <= 0) return 0;
    return Math.min(this.policy.maxMs, this.drawnBaseMs * this.policy.factor ** (retryCount - 1));
  }
}
