// What people do in a party: press buttons, come late, leave and come back, pause for themselves. At random, at a rate.

import type { Command } from '@matinee/sdk';
import type { EventQueue } from './event-queue.js';
import type { Random } from './random.js';
import type { Truth } from './truth.js';
import { filmMs, type Viewer } from './viewer.js';

/** How lively the people are: mean times between actions in ms; infinite: never. */
export interface Liveliness {
  commandMs: number;
  ownPauseMs: number;
  comeAndGoMs: number;
}

export class People {
  constructor(
    private readonly queue: EventQueue,
    private readonly viewers: readonly Viewer[],
    private readonly truth: Truth,
    private readonly liveliness: Liveliness,
    private readonly random: Random,
  ) {}

  /** Everybody comes, the host first, and the film begins. */
  begin(): void {
    this.viewers.forEach((viewer, index) => {
      this.queue.after(index === 0 ? 0 : this.random.between(0, 10_000), () => viewer.join());
    });
    this.queue.after(11_000, () => this.host.command({ type: 'promote', user_id: 'user-1' }));
    this.queue.after(12_000, () => this.host.command({ type: 'skip', clip_id: 'film-1' }));
    this.every(this.liveliness.commandMs, () => this.command());
    this.every(this.liveliness.ownPauseMs, () => this.pauseForOneself());
    this.every(this.liveliness.comeAndGoMs, () => this.comeOrGo());
  }

  private get host(): Viewer {
    return this.viewers[0] as Viewer;
  }

  private every(meanMs: number, act: () => void): void {
    if (!Number.isFinite(meanMs)) return;
    this.queue.after(15_000 + this.random.exponential(meanMs), () => {
      act();
      this.every(meanMs, act);
    });
  }

  /** Sometimes two press at once. */
  private command(): void {
    const someone = this.random.chance(0.7) ? this.host : this.random.pick(this.viewers);
    this.press(someone, this.drawCommand());
    if (this.random.chance(0.15)) {
      const hasty = this.random.chance(0.5) ? someone : this.random.pick(this.viewers);
      this.queue.after(this.random.between(0, 300), () => this.press(hasty, this.drawCommand()));
    }
  }

  private press(someone: Viewer, command: Command): void {
    this.truth.cause();
    someone.command(command);
    if (command.type === 'ready-check') this.answerReadyCheck();
  }

  /** Most say that they are ready, some take their time. */
  private answerReadyCheck(): void {
    for (const viewer of this.viewers) {
      if (!this.random.chance(0.9)) continue;
      this.queue.after(this.random.logBetween(500, 60_000), () => viewer.command({ type: 'ready', is_ready: true }));
    }
  }

  private drawCommand(): Command {
    const standing = this.truth.state?.is_playing === false;
    if (standing && this.random.chance(0.6)) return { type: 'play' };
    return this.random.pick(this.choices())();
  }

  private choices(): (() => Command)[] {
    return [
      () => ({ type: 'play' }),
      () => ({ type: 'pause' }),
      () => ({ type: 'skip', clip_id: `film-${this.random.whole(1, 9)}` }),
      () => this.seek({}),
      () => this.seek({ resume: true }),
      () => this.seek({ resume: true }),
      () => ({ type: 'set-rate', rate: this.random.pick([0.5, 1, 1, 1, 1.25, 1.5, 2, 3]) }),
      () => ({ type: 'undo' }),
      () => this.drawSettings(),
      () => ({ type: 'ignore-wait', ignore: this.random.chance(0.3) }),
      () => ({ type: 'schedule-start', in_ms: this.random.whole(1000, 20_000) }),
      () => ({ type: 'cancel-start' }),
      () => ({ type: 'ready-check', countdown_ms: this.random.whole(0, 10_000) }),
    ];
  }

  private seek(options: { resume?: boolean }): Command {
    const here = this.truth.positionMs() ?? 0;
    const there = this.random.chance(0.5) ? here + this.random.between(-60_000, 60_000) : this.random.between(0, filmMs * 0.8);
    return { type: 'seek', position: Math.round(Math.max(0, there)) / 1000, ...options };
  }

  private drawSettings(): Command {
    return { type: 'settings', waiting: this.random.pick(['off', 'host', 'quorum', 'everyone', 'everyone']) };
  }

  private pauseForOneself(): void {
    const someone = this.random.pick(this.viewers);
    if (someone.following) someone.pauseForOneself(this.random.between(500, 30_000));
  }

  /** The host stays: a party whose host leaves the seat is another story, told by the server's own tests. */
  private comeOrGo(): void {
    const someone = this.random.pick(this.viewers.slice(1));
    if (someone.joined) someone.leave();
    else someone.join();
  }
}
