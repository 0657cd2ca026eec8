// One browser tab: the single thread that a client's code runs on. Its timers are late, its thread is sometimes busy, it
// can be in the background, and its machine can sleep. Code of the SDK runs inside `run()` only.

import type { EventQueue, Scheduled } from './event-queue.js';
import type { LocalClock } from './local-clock.js';
import type { Random } from './random.js';

/** How well a tab's thread keeps its appointments. */
export interface ThreadProfile {
  /** Mean lateness of a timer in ms, exponentially distributed. */
  timerLatenessMs: number;
  /** How often per second of use the thread is busy with something else, and at most for how long in ms. */
  busyPerSecond: number;
  busyMostMs: number;
}

/** A timer in the background fires at most once in this time (Chromium, Firefox and Safari alike), in ms. */
const backgroundTimerMs = 1000;
/** Timers nested or repeated are never shorter, in ms (HTML, section 8.6, is 4 ms; the first ones may be 1 ms). */
const leastTimerMs = 1;

interface Timer {
  scheduled: Scheduled | undefined;
  cancelled: boolean;
}

/** The tab whose code runs now; null outside of all. */
let running: Tab | null = null;
/** The tab whose code ran since the last `finishTurn()`. */
let ran: Tab | null = null;

export function runningTab(): Tab | null {
  return running;
}

/** More than any chain of promises that opening a socket makes; and that anything else does, as a refused play(). */
const longestChain = 24;
const usualChain = 6;

/** Runs the promises that the tab's code of this turn has left, in that tab. To be awaited after every event. */
export async function finishTurn(): Promise<void> {
  if (ran === null) return;
  const tab = ran;
  running = tab;
  for (let turns = tab.connecting ? longestChain : usualChain; turns > 0; --turns) await null;
  running = null;
  ran = null;
}

/** What a tab's code can see of being seen. */
class TabDocument extends EventTarget {
  hidden = false;

  get visibilityState(): 'visible' | 'hidden' {
    return this.hidden ? 'hidden' : 'visible';
  }
}

export class Tab {
  /** What its code knows as `document`. */
  readonly document = new TabDocument();
  /** What its code knows as `window`. */
  readonly window = new EventTarget();
  /** Whether a socket is being opened: that leaves long chains of promises, which cost time to wait for. */
  connecting = true;
  private readonly timers = new Map<number, Timer>();
  private timerIds = 0;
  private busyUntil = 0;
  private nextBusyAt: number;
  private asleep = false;
  private closed = false;
  private waitingForWake: (() => void)[] = [];

  constructor(
    private readonly queue: EventQueue,
    readonly clock: LocalClock,
    private readonly profile: ThreadProfile,
    private readonly random: Random,
  ) {
    this.nextBusyAt = this.drawNextBusy();
  }

  get sleeping(): boolean {
    return this.asleep;
  }

  /** Runs code on this thread now, whatever the thread is doing: for what the simulation itself sets up. */
  run(task: () => void): void {
    if (ran !== null && ran !== this) throw new Error('one event runs the code of one tab');
    ran = this;
    this.read(task);
  }

  /** Asks code of this tab something that leaves nothing behind to be done. */
  read<T>(question: () => T): T {
    const before = running;
    running = this;
    try {
      return question();
    } finally {
      running = before;
    }
  }

  /** Runs code when the thread gets to it: events of sockets and media arrive this way. */
  post(task: () => void): void {
    if (this.closed) return;
    if (this.asleep) {
      this.waitingForWake.push(task);
      return;
    }
    const { now } = this.queue;
    this.maybeBusy(now);
    if (this.busyUntil <= now) this.run(task);
    else this.queue.at(this.busyUntil, () => this.post(task));
  }

  /** Blocks the thread. */
  hang(forMs: number): void {
    this.busyUntil = Math.max(this.busyUntil, this.queue.now + forMs);
  }

  setTimeout(task: () => void, delayMs: number): number {
    const id = ++this.timerIds;
    const timer: Timer = { scheduled: undefined, cancelled: false };
    this.timers.set(id, timer);
    this.arm(id, timer, task, delayMs, false);
    return id;
  }

  setInterval(task: () => void, delayMs: number): number {
    const id = ++this.timerIds;
    const timer: Timer = { scheduled: undefined, cancelled: false };
    this.timers.set(id, timer);
    this.arm(id, timer, task, delayMs, true);
    return id;
  }

  clearTimer(id: number): void {
    const timer = this.timers.get(id);
    if (timer === undefined) return;
    timer.cancelled = true;
    this.queue.cancel(timer.scheduled);
    this.timers.delete(id);
  }

  /** Goes to the background, unheard, so that its timers are throttled; or comes back. */
  hide(hidden: boolean): void {
    this.document.hidden = hidden;
    this.post(() => this.document.dispatchEvent(new Event('visibilitychange')));
  }

  /** The machine's own network is there again: the browser tells its pages. */
  online(): void {
    this.post(() => this.window.dispatchEvent(new Event('online')));
  }

  sleep(): void {
    this.asleep = true;
    this.clock.sleep();
  }

  awake(): void {
    this.clock.awake();
    this.asleep = false;
    for (const task of this.waitingForWake.splice(0)) this.post(task);
  }

  /** The person closed it: nothing runs any more. */
  close(): void {
    for (const id of [...this.timers.keys()]) this.clearTimer(id);
    this.waitingForWake = [];
    this.closed = true;
  }

  private arm(id: number, timer: Timer, task: () => void, delayMs: number, repeated: boolean): void {
    let waitMs = this.clock.trueDuration(Math.max(leastTimerMs, delayMs || 0));
    waitMs += this.random.exponential(this.profile.timerLatenessMs);
    if (this.document.hidden) waitMs = this.alignedToSecond(waitMs);
    timer.scheduled = this.queue.after(waitMs, () =>
      this.post(() => {
        if (timer.cancelled) return;
        if (repeated) this.arm(id, timer, task, delayMs, true);
        else this.timers.delete(id);
        task();
      }),
    );
  }

  private alignedToSecond(waitMs: number): number {
    const due = this.queue.now + waitMs;
    return Math.ceil(due / backgroundTimerMs) * backgroundTimerMs - this.queue.now;
  }

  /** Draws, as time goes on, when the thread is busy. */
  private maybeBusy(now: number): void {
    while (this.nextBusyAt <= now) {
      const until = this.nextBusyAt + this.random.between(0, this.profile.busyMostMs);
      this.busyUntil = Math.max(this.busyUntil, until);
      this.nextBusyAt = Math.max(until, this.drawNextBusy(this.nextBusyAt));
    }
  }

  private drawNextBusy(from = this.queue.now): number {
    const { busyPerSecond } = this.profile;
    return busyPerSecond > 0 ? from + this.random.exponential(1000 / busyPerSecond) : Number.POSITIVE_INFINITY;
  }
}
