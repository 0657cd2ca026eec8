// What a link between a client and the server is like, and when bytes that enter it come out. Pure arithmetic; moving
// the bytes is gate.ts's work.

/** The properties of a link. They may change while bytes are under way. */
export interface Link {
  /** Time there and back without jitter, in ms. Half of it is added in each direction. */
  roundTripMs: number;
  /** Each direction adds between 0 and this, in ms, evenly distributed and drawn anew for every piece. */
  jitterMs: number;
  /** Per connection and direction. */
  bytesPerSecond: number;
  /**
   * Share of lost segments, 0 to 1. TCP repeats a lost segment after a time-out and holds back everything behind it,
   * which is what a reader of bytes sees of loss: a stall.
   */
  lossRate: number;
}

export const perfectLink: Link = { roundTripMs: 0, jitterMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, lossRate: 0 };

/** Payload of a TCP segment on Ethernet. */
const segmentBytes = 1460;
/** The least time-out of a retransmission, in ms: what Linux uses (RFC 6298 allows it below its own 1 s). */
const leastRetransmissionMs = 200;

/** When pieces come out of one direction of one connection: never before their turn. */
export class Direction {
  private sentByMs = Number.NEGATIVE_INFINITY;
  private lastDueMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly link: () => Link,
    private readonly random: () => number,
  ) {}

  /** The time in ms at which a piece of `bytes` that enters at `nowMs` is out. Later pieces are never out earlier. */
  dueMs(nowMs: number, bytes: number): number {
    const { roundTripMs, jitterMs, bytesPerSecond, lossRate } = this.link();
    this.sentByMs = Math.max(nowMs, this.sentByMs) + (bytes / bytesPerSecond) * 1000;
    const lost = this.random() < 1 - (1 - lossRate) ** Math.ceil(bytes / segmentBytes);
    const repeatMs = lost ? Math.max(leastRetransmissionMs, 2 * roundTripMs) : 0;
    const arrivalMs = this.sentByMs + roundTripMs / 2 + this.random() * jitterMs + repeatMs;
    this.lastDueMs = Math.max(arrivalMs, this.lastDueMs);
    return this.lastDueMs;
  }

  /** How many bytes may be under way before the sender has to wait: what the link holds, and 100 ms of queue. */
  windowBytes(): number {
    const { roundTripMs, bytesPerSecond } = this.link();
    const bytes = (bytesPerSecond * (roundTripMs + 100)) / 1000;
    return Math.min(Math.max(bytes, 16 * 1024), 1024 * 1024);
  }
}
