// Ends timed mutes by the server's clock, since nothing is told when one runs out. Owns the timers, not the state.

import type { Participant } from './protocol.js';

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

interface End {
  untilMs: number;
  timer: ReturnType<typeof setTimeout>;
}

export class MuteEnds {
  private readonly ends = new Map<string, End>();

  /** `serverNowMs` is null while the clock is unknown; `ended` is called with the id of who may speak again. */
  constructor(
    private readonly serverNowMs: () => number | null,
    private readonly ended: (userId: string) => void,
  ) {}

  /** Waits for the ends that the participants have now, and for no others. */
  follow(participants: readonly Participant[]): void {
    const timed = new Map<string, number>();
    for (const { user_id, muted, muted_until_ms: untilMs } of participants) {
      if (muted === true && typeof untilMs === 'number') timed.set(user_id, untilMs);
    }
    for (const [userId, { untilMs }] of [...this.ends]) if (timed.get(userId) !== untilMs) this.forget(userId);
    for (const [userId, untilMs] of timed) if (!this.ends.has(userId)) this.wait(userId, untilMs);
  }

  close(): void {
    this.follow([]);
  }

  private wait(userId: string, untilMs: number): void {
    const nowMs = this.serverNowMs();
    if (nowMs === null) return;
    const leftMs = untilMs - nowMs;
    const later = () => {
      this.ends.delete(userId);
      if (leftMs > longestTimerMs) this.wait(userId, untilMs);
      else this.ended(userId);
    };
    this.ends.set(userId, { untilMs, timer: setTimeout(later, Math.min(Math.max(leftMs, 0), longestTimerMs)) });
  }

  private forget(userId: string): void {
    clearTimeout(this.ends.get(userId)?.timer);
    this.ends.delete(userId);
  }
}
