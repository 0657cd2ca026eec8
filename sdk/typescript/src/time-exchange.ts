// Sends the time-sync exchanges of one connection, and notices when the line answers nothing any more. Owns two timers.

import type { TimeSyncEvent } from './protocol.js';
import type { ServerClock } from './server-clock.js';
import { ExchangeSchedule } from './sync/exchange-schedule.js';

/** What the exchange needs from its connection. */
export interface TimeExchangeOptions {
  clock: ServerClock;
  /** Sends an exchange with the local time it is given. */
  send: (t0: number) => void;
  /** Whether the film plays, so that precision is worth messages. */
  isActive: () => boolean;
  /** Nothing was heard for a while after an exchange was sent. */
  onSilence: () => void;
  now: () => number;
}

/** A line that answers nothing for this long is dead: TCP alone would notice minutes later. */
const silenceLimitMs = 8000;

/** Exchanges time from `start()` to `stop()`. */
export class TimeExchange {
  private readonly schedule = new ExchangeSchedule();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(private readonly options: TimeExchangeOptions) {}

  /** The line is open. */
  start(): void {
    this.running = true;
    this.schedule.restart();
    this.exchange();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    this.heard();
  }

  /** The way or the local clock may have changed: ask several times at once. */
  renew(): void {
    if (!this.running) return;
    this.schedule.renew();
    this.exchange();
  }

  /** Anything was received. */
  heard(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = undefined;
  }

  /** An exchange came back. */
  onAnswer(event: TimeSyncEvent): void {
    const { clock, now } = this.options;
    const t3 = now();
    const rttMs = t3 - event.t0 - (event.t2 - event.t1);
    const suspicious = this.schedule.isSuspicious(t3, rttMs, clock.rttMs);
    clock.addSample({ t0: event.t0, t1: event.t1, t2: event.t2, t3 });
    if (suspicious) this.renew();
  }

  private exchange(): void {
    clearTimeout(this.timer);
    const { send, isActive, onSilence, now } = this.options;
    const t0 = now();
    send(t0);
    this.silenceTimer ??= setTimeout(onSilence, silenceLimitMs);
    this.timer = setTimeout(() => this.exchange(), this.schedule.next(t0, isActive()));
  }
}
