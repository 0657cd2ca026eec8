// The party's playback as a W3C timing provider (webtiming.github.io/timingobject), for the package `timing-object` and
// everything that takes its TimingObject. Positions in seconds into the clip; timestamps in server seconds, `skew` being
// the server's clock minus `performance.now()`. Owns one timer, for changes that lie ahead.

import type { ITimingProvider, ITimingProviderEventMap, ITimingStateVector, TConnectionState } from 'timing-object';
import { positionAt, type PlaybackAnchor } from './playback.js';
import type { Command } from './protocol.js';

/** What the provider needs to know and may do. */
export interface TimingSource {
  /** Null while unknown. */
  playback(): PlaybackAnchor | null;
  /** Server time minus local monotonic time in ms; null while unknown. */
  offsetMs(): number | null;
  /** Unix ms on the server's clock; null while unknown. */
  serverNowMs(): number | null;
  /** Sends a command; false when the line is not open. */
  send(command: Command): boolean;
}

/** What a timing object asks for; a member that is absent or null stays as it is. */
type VectorUpdate = Parameters<ITimingProvider['update']>[0];
type Handler<Type extends keyof ITimingProviderEventMap> = ((event: ITimingProviderEventMap[Type]) => void) | null;

/** Adjustments while a clock is slewed come at most this often. */
const slewedAdjustMs = 500;

/** Provides a party's timing until `close()`. */
export class PartyTimingProvider extends EventTarget {
  readonly startPosition = Number.NEGATIVE_INFINITY;
  readonly endPosition = Number.POSITIVE_INFINITY;
  readonly error: null | Error = null;
  onadjust: Handler<'adjust'> = null;
  onchange: Handler<'change'> = null;
  onreadystatechange: Handler<'readystatechange'> = null;

  private state: TConnectionState = 'connecting';
  private current: ITimingStateVector = { position: 0, velocity: 0, acceleration: 0, timestamp: 0 };
  private told: PlaybackAnchor | null = null;
  private startTimer: ReturnType<typeof setTimeout> | undefined;
  private slewTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly source: TimingSource) {
    super();
  }

  get readyState(): TConnectionState {
    return this.state;
  }

  get skew(): number {
    return (this.source.offsetMs() ?? 0) / 1000;
  }

  get vector(): ITimingStateVector {
    return this.current;
  }

  /** The anchor may have changed. */
  onPlayback(): void {
    const anchor = this.source.playback();
    if (this.state === 'closed' || anchor === null || this.source.offsetMs() === null || anchor === this.told) return;
    this.told = anchor;
    this.follow(anchor);
    if (this.state === 'connecting') this.setState('open');
  }

  /** The estimate of the server's clock may have changed; it may be on its way for a moment longer. */
  onClock(): void {
    if (this.state === 'closed') return;
    this.onPlayback();
    this.tell('adjust');
    clearTimeout(this.slewTimer);
    this.slewTimer = setTimeout(() => this.tell('adjust'), slewedAdjustMs);
  }

  /** Asks the party for a change. Rejects when the line is not open or the change is none a party can make. */
  async update(wanted: VectorUpdate): Promise<void> {
    const anchor = this.source.playback();
    if (anchor === null) throw new Error('nothing is known of the party yet; wait for readyState "open"');
    const commands = commandsFor(wanted, anchor);
    if (!commands.every((command) => this.source.send(command))) {
      throw new Error('the connection to the party is not open; try again when it is');
    }
  }

  /** Nothing more will be told. */
  close(): void {
    clearTimeout(this.startTimer);
    clearTimeout(this.slewTimer);
    this.setState('closed');
  }

  /** A start that lies ahead is told as standing first, and as moving when its time has come. */
  private follow(anchor: PlaybackAnchor): void {
    clearTimeout(this.startTimer);
    const serverNowMs = this.source.serverNowMs() ?? anchor.atMs;
    const startsInMs = anchor.playing ? anchor.atMs - serverNowMs : 0;
    const moves = anchor.playing && startsInMs <= 0;
    this.current = {
      position: (moves ? anchor.positionMs : positionAt(anchor, serverNowMs)) / 1000,
      velocity: moves ? anchor.rate : 0,
      acceleration: 0,
      timestamp: (moves ? anchor.atMs : serverNowMs) / 1000,
    };
    if (startsInMs > 0) this.startTimer = setTimeout(() => this.follow(anchor), startsInMs);
    this.tell('change');
  }

  private setState(state: TConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    this.tell('readystatechange');
  }

  private tell(type: 'adjust' | 'change' | 'readystatechange'): void {
    const event = new Event(type);
    this.dispatchEvent(event);
    this[`on${type}`]?.(event);
  }
}

function commandsFor({ position, velocity, acceleration }: VectorUpdate, anchor: PlaybackAnchor): Command[] {
  if ((acceleration ?? 0) !== 0) throw new Error('a party does not accelerate; leave "acceleration" out');
  if ((velocity ?? 0) < 0) throw new Error('a party does not play backwards; "velocity" is 0 or more');
  const plays = velocity == null ? anchor.playing : velocity > 0;
  const commands: Command[] = [];
  if (position != null) commands.push({ type: 'seek', position, resume: plays && anchor.playing });
  if (velocity != null && velocity > 0 && velocity !== anchor.rate) commands.push({ type: 'set-rate', rate: velocity });
  if (plays !== anchor.playing) commands.push({ type: plays ? 'play' : 'pause' });
  return commands;
}
