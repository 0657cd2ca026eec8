// Ends timed mutes by the server's clock, since nothing is told when one runs out. Owns the timers, not the state.

import type { ServerEvent } from './events.js';

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export class MuteEnds {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** `ended` is called with the id of who may speak again. */
  constructor(
    private readonly serverNowMs: () => number | null,
    private readonly ended: (userId: string) => void,
  ) {}

  hear(event: ServerEvent): void {
    if (event.type !== 'mute-changed') return;
    this.forget(event.user_id);
    if (event.muted && event.until_ms !== null) this.wait(event.user_id, event.until_ms, event.server_time_ms);
  }

  close(): void {
    for (const userId of [...this.timers.keys()]) this.forget(userId);
  }

  private wait(userId: string, untilMs: number, toldAtMs: number): void {
    const leftMs = untilMs - (this.serverNowMs() ?? toldAtMs);
    const later = () => {
      this.timers.delete(userId);
      if (leftMs > longestTimerMs) this.wait(userId, untilMs, toldAtMs + longestTimerMs);
      else this.ended(userId);
    };
    this.timers.set(userId, setTimeout(later, Math.min(Math.max(leftMs, 0), longestTimerMs)));
  }

  private forget(userId: string): void {
    clearTimeout(this.timers.get(userId));
    this.timers.delete(userId);
  }
}
