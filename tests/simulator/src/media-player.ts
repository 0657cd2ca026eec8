// A video element in the simulation, with the habits of real ones: it starts late, seeks slowly, takes a new rate a
// moment later, shows its position in steps, runs on a clock of its own, and stalls. Its true position is what is on the
// screen; `currentTime` is what it says.

import type { EventQueue, Scheduled } from './event-queue.js';
import type { Random } from './random.js';
import type { Tab } from './tab.js';

/** The habits of a player. Every latency is drawn anew each time, between the two values, both in ms. */
export interface PlayerProfile {
  startMs: readonly [number, number];
  seekMs: readonly [number, number];
  /** How far ahead, and how far behind, of its position it holds data, in ms of film. */
  bufferMs: number;
  /** What a seek out of that takes longer. */
  loadMs: readonly [number, number];
  /** Until metadata and first frames of a new film are there. */
  openMs: readonly [number, number];
  /** Until a new rate is heard, and by how much that makes the position jump (standard deviation, ms). */
  rateMs: readonly [number, number];
  rateJumpMs: number;
  /** Rates are rounded to multiples of this; 0: not at all. */
  rateStep: number;
  /** `currentTime` moves in steps of this many ms; 0: not at all. */
  stepMs: number;
  /** Standard deviation of `currentTime`, in ms. */
  noiseMs: number;
  /** While time is stretched with the pitch preserved it scatters evenly by this much in all, in ms. */
  stretchNoiseMs: number;
  /** Parts per million by which the sound card runs faster than true time. */
  ppm: number;
  /** Whether `play()` needs a person's action first: never, with sound only, or always. */
  autoplay: 'free' | 'muted-only' | 'refused';
}

/** Why the film does not move although it should. */
type Halt = 'start' | 'seek' | 'stall' | 'open';

/** The parts of HTMLMediaElement that a follower may use, over simulated time. */
export class SimulatedMedia extends EventTarget {
  readonly HAVE_NOTHING = 0;
  readonly HAVE_METADATA = 1;
  readonly HAVE_CURRENT_DATA = 2;
  readonly HAVE_FUTURE_DATA = 3;
  readonly HAVE_ENOUGH_DATA = 4;
  /** Identifies the film. */
  currentSrc = '';
  duration = Number.NaN;
  preservesPitch = true;
  defaultPlaybackRate = 1;
  volume = 1;
  paused = true;
  seeking = false;
  /** How often it was told to go elsewhere. */
  seeks = 0;
  /** How often it was given another rate. */
  rateChanges = 0;

  private readonly halts = new Map<Halt, Scheduled | undefined>([['open', undefined]]);
  private positionMs = 0;
  private movedAt = 0;
  private heardRate = 1;
  private hearing: Scheduled | undefined;
  private askedRate = 1;
  private isMuted = false;
  private hasEnded = false;
  private allowed = false;
  private pendingPlays: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(
    private readonly queue: EventQueue,
    private readonly tab: Tab,
    private readonly profile: PlayerProfile,
    private readonly random: Random,
  ) {
    super();
  }

  // ---- What a page sees.

  get readyState(): number {
    if (Number.isNaN(this.duration)) return this.HAVE_NOTHING;
    if (this.halts.has('open') || this.halts.has('seek')) return this.HAVE_METADATA;
    return this.halts.has('stall') ? this.HAVE_CURRENT_DATA : this.HAVE_ENOUGH_DATA;
  }

  get ended(): boolean {
    this.advance();
    return this.hasEnded;
  }

  get currentTime(): number {
    this.advance();
    const { stepMs, noiseMs, stretchNoiseMs } = this.profile;
    let shown = this.positionMs;
    if (this.moving) {
      shown += this.random.normal() * noiseMs;
      if (this.preservesPitch && this.heardRate !== 1) shown += this.random.between(-0.5, 0.5) * stretchNoiseMs;
    }
    if (stepMs > 0) shown = Math.floor(shown / stepMs) * stepMs;
    return Math.min(Math.max(0, shown), this.durationMs) / 1000;
  }

  set currentTime(seconds: number) {
    if (this.readyState === this.HAVE_NOTHING) return;
    this.advance();
    const targetMs = Math.min(Math.max(0, seconds * 1000), this.durationMs);
    const isLoaded = Math.abs(targetMs - this.positionMs) <= this.profile.bufferMs;
    this.positionMs = targetMs;
    this.seeks += 1;
    this.hasEnded = false;
    this.seeking = true;
    this.tell('seeking');
    this.halt('seek', this.drawSeek(isLoaded), () => {
      this.seeking = false;
      this.tell('seeked');
      this.tell('canplay');
      if (!this.paused) this.startMoving();
    });
  }

  get playbackRate(): number {
    return this.askedRate;
  }

  set playbackRate(rate: number) {
    if (rate === this.askedRate) return;
    this.askedRate = rate;
    this.rateChanges += 1;
    const { rateMs, rateJumpMs, rateStep } = this.profile;
    const heard = rateStep > 0 ? Math.round(rate / rateStep) * rateStep : rate;
    // The last one asked for is the one that is heard in the end.
    this.queue.cancel(this.hearing);
    this.hearing = this.queue.after(this.draw(rateMs), () => {
      this.advance();
      if (this.moving && heard !== this.heardRate) this.positionMs += this.random.normal() * rateJumpMs;
      this.heardRate = heard;
    });
    this.tell('ratechange');
  }

  get muted(): boolean {
    return this.isMuted;
  }

  set muted(muted: boolean) {
    if (this.isMuted === muted) return;
    this.isMuted = muted;
    this.tell('volumechange');
  }

  get buffered(): { length: number; start: () => number; end: () => number } {
    const { bufferMs } = this.profile;
    return {
      length: this.readyState >= this.HAVE_FUTURE_DATA ? 1 : 0,
      start: () => Math.max(0, this.positionMs - bufferMs) / 1000,
      end: () => Math.min(this.durationMs, this.positionMs + bufferMs) / 1000,
    };
  }

  play(): Promise<void> {
    const { autoplay } = this.profile;
    if (!this.allowed && (autoplay === 'refused' || (autoplay === 'muted-only' && !this.isMuted))) {
      return Promise.reject(named('NotAllowedError', 'a person must act first'));
    }
    if (!this.paused && this.moving) {
      return Promise.resolve();
    }
    const promise = new Promise<void>((resolve, reject) => this.pendingPlays.push({ resolve, reject }));
    if (this.paused) {
      this.advance();
      if (this.hasEnded) this.currentTime = 0;
      this.paused = false;
      this.tell('play');
      if (this.readyState >= this.HAVE_FUTURE_DATA) this.startMoving();
      else this.tell('waiting');
    }
    return promise;
  }

  pause(): void {
    if (this.paused) return;
    this.advance();
    this.paused = true;
    this.lift('start');
    this.settlePlays(named('AbortError', 'paused before it played'));
    this.tell('pause');
  }

  /** Another source: what the page does when the party's clip changes. */
  open(source: string, durationMs: number): void {
    this.advance();
    this.currentSrc = source;
    for (const halt of ['start', 'seek', 'stall'] as const) this.lift(halt);
    this.duration = Number.NaN;
    this.positionMs = 0;
    this.seeking = false;
    this.hasEnded = false;
    this.paused = true;
    this.playbackRate = this.defaultPlaybackRate;
    this.settlePlays(named('AbortError', 'another source'));
    this.tell('emptied');
    this.tell('loadstart');
    const wait = this.draw(this.profile.openMs);
    const opening = this.halt('open', wait, () => {
      this.tell('loadeddata');
      this.tell('canplay');
      if (!this.paused) this.startMoving();
    });
    this.queue.after(wait / 2, () => {
      if (this.halts.get('open') !== opening) return;
      this.duration = durationMs / 1000;
      this.tell('durationchange');
      this.tell('loadedmetadata');
    });
  }

  // ---- What happens to it.

  /** The true position now, in ms into the film. */
  get screenMs(): number {
    this.advance();
    return this.positionMs;
  }

  /** Whether the picture moves. */
  get moving(): boolean {
    return !this.paused && this.halts.size === 0 && !this.hasEnded && !this.tab.sleeping && this.movable;
  }

  /** A person clicked: sound and playing are allowed from now on. */
  allow(): void {
    this.allowed = true;
  }

  /** Data is missing for so long, and the page is told. */
  stall(forMs: number): void {
    if (this.readyState < this.HAVE_FUTURE_DATA) return;
    this.advance();
    if (!this.paused) this.tell('waiting');
    this.halt('stall', forMs, () => {
      this.tell('canplay');
      if (!this.paused) this.startMoving();
    });
  }

  /** The decoder falls behind, and nobody is told. */
  slip(byMs: number): void {
    this.advance();
    if (this.moving) this.positionMs = Math.max(0, this.positionMs - byMs);
  }

  /** Before the machine falls asleep, and after it woke: the picture stands in between. */
  touch(): void {
    this.advance();
  }

  private get movable(): boolean {
    return !Number.isNaN(this.duration);
  }

  private get durationMs(): number {
    return Number.isNaN(this.duration) ? 0 : this.duration * 1000;
  }

  private startMoving(): void {
    this.halt('start', this.draw(this.profile.startMs), () => {
      this.tell('playing');
      this.settlePlays(null);
    });
  }

  private drawSeek(isLoaded: boolean): number {
    const { seekMs, loadMs } = this.profile;
    return this.draw(seekMs) + (isLoaded ? 0 : this.draw(loadMs));
  }

  private draw([least, most]: readonly [number, number]): number {
    return this.random.between(least, most);
  }

  /** Stands still for that reason and time; a halt of the same kind that is under way ends with the new one. */
  private halt(why: Halt, forMs: number, then: () => void): Scheduled {
    this.advance();
    this.queue.cancel(this.halts.get(why));
    const lifted = this.queue.after(forMs, () => {
      this.lift(why);
      then();
    });
    this.halts.set(why, lifted);
    return lifted;
  }

  private lift(why: Halt): void {
    this.advance();
    this.queue.cancel(this.halts.get(why));
    this.halts.delete(why);
  }

  /** Moves the picture to where it is now. */
  private advance(): void {
    const { now } = this.queue;
    const elapsedMs = now - this.movedAt;
    this.movedAt = now;
    if (elapsedMs <= 0 || !this.moving) return;
    this.positionMs += elapsedMs * this.heardRate * (1 + this.profile.ppm / 1e6);
    if (this.positionMs < this.durationMs) return;
    this.positionMs = this.durationMs;
    this.hasEnded = true;
    this.paused = true;
    this.tell('pause');
    this.tell('ended');
  }

  private settlePlays(error: Error | null): void {
    const plays = this.pendingPlays.splice(0);
    if (plays.length === 0) return;
    this.tab.post(() => {
      for (const play of plays) {
        if (error === null) play.resolve();
        else play.reject(error);
      }
    });
  }

  /** Events come in a turn of their own, as a browser queues them. */
  private tell(type: string): void {
    this.queue.after(0, () => this.tab.post(() => this.dispatchEvent(new Event(type))));
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
