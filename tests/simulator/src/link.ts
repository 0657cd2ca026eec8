// The way between one client and the server: delay, jitter, lost packets that come again late, queues that fill, stalls,
// cuts and changes of route. In order in each direction, as TCP is. No sockets: those are in network.ts.

import type { EventQueue } from './event-queue.js';
import type { Random } from './random.js';

/** How good a way is. */
export interface LinkProfile {
  /** Delays without any jitter, in ms. */
  upMs: number;
  downMs: number;
  /** Mean of what is added to each message, exponentially distributed, in ms: up to about four times that is common. */
  jitterMs: number;
  /** How likely a message is lost and sent again after a retransmission timeout, holding up those behind it. */
  lossChance: number;
}

/** TCP retransmits after the round trip with its variation, at least this (RFC 6298 says 1 s, systems use 200 ms). */
const leastRetransmitMs = 200;

/** One direction. */
class Direction {
  /** Nothing gets through before. */
  blockedUntil = 0;
  /** Arrival of the message sent last. */
  private last = 0;

  constructor(
    public baseMs: number,
    private readonly profile: LinkProfile,
    private readonly random: Random,
  ) {}

  /** When what is sent at `sentAt` arrives. */
  arrival(sentAt: number): number {
    const { jitterMs, lossChance, upMs, downMs } = this.profile;
    let at = Math.max(sentAt, this.blockedUntil) + this.baseMs;
    if (jitterMs > 0) at += this.random.exponential(jitterMs);
    while (this.random.chance(lossChance)) at += Math.max(leastRetransmitMs, 1.5 * (upMs + downMs));
    this.last = Math.max(this.last, at);
    return this.last;
  }
}

export class Link {
  readonly up: Direction;
  readonly down: Direction;
  /** Until when no connection exists or can be made; infinite: until `mend()`. */
  brokenUntil = 0;

  constructor(
    private readonly queue: EventQueue,
    readonly profile: LinkProfile,
    random: Random,
  ) {
    this.up = new Direction(profile.upMs, profile, random.stream('up'));
    this.down = new Direction(profile.downMs, profile, random.stream('down'));
  }

  /** Round trip without jitter in ms. */
  get roundTripMs(): number {
    return this.up.baseMs + this.down.baseMs;
  }

  /** What any estimate of the server's clock over this way must be wrong by, in ms; positive: it runs ahead. */
  get asymmetryMs(): number {
    return (this.up.baseMs - this.down.baseMs) / 2;
  }

  get broken(): boolean {
    return this.queue.now < this.brokenUntil;
  }

  /** Everything waits for that long, and then comes. */
  stall(forMs: number): void {
    const until = this.queue.now + forMs;
    for (const direction of [this.up, this.down]) direction.blockedUntil = Math.max(direction.blockedUntil, until);
  }

  /** Another route from now on. */
  reroute(upMs: number, downMs: number): void {
    this.up.baseMs = upMs;
    this.down.baseMs = downMs;
  }
}
