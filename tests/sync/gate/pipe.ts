// One direction of a connection through a gate: takes bytes from one socket and gives them to the other, in order, when
// the link lets them out.

import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Direction } from './link.js';

/** Bytes travel in pieces of at most this size, so that a slow link trickles rather than gulps. */
const pieceBytes = 4096;
/** Timers of Node.js count whole milliseconds; what is due within half of one is let go. */
const timerSlackMs = 0.5;

interface Piece {
  dueMs: number;
  bytes: Buffer;
}

/** Lives as long as its sockets. */
export class Pipe {
  private readonly queue: Piece[] = [];
  private queuedBytes = 0;
  private timer: NodeJS.Timeout | undefined;
  private held = false;
  private ended = false;

  /**
   * `handshakeMs`: how long the first bytes wait for the connection to be set up. `seen` is shown what comes in, and says
   * whether it goes on.
   */
  constructor(
    private readonly source: Socket,
    private readonly sink: Socket,
    private readonly direction: Direction,
    private handshakeMs: number,
    seen: (bytes: Buffer) => boolean,
  ) {
    source.on('data', (chunk: Buffer) => {
      if (seen(chunk)) this.take(chunk);
    });
    source.on('end', () => {
      this.ended = true;
      this.deliver();
    });
    sink.on('close', () => this.stop());
  }

  /** While held nothing comes out; what was due meanwhile comes out at once afterwards. */
  hold(held: boolean): void {
    this.held = held;
    this.deliver();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.queue.length = 0;
  }

  private take(chunk: Buffer): void {
    const nowMs = performance.now() + this.handshakeMs;
    this.handshakeMs = 0;
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      const bytes = chunk.subarray(start, start + pieceBytes);
      this.queue.push({ dueMs: this.direction.dueMs(nowMs, bytes.length), bytes });
    }
    this.queuedBytes += chunk.length;
    if (this.queuedBytes > this.direction.windowBytes()) this.source.pause();
    this.deliver();
  }

  private deliver(): void {
    clearTimeout(this.timer);
    if (this.held) return;
    const nowMs = performance.now() + timerSlackMs;
    while (this.queue[0] !== undefined && this.queue[0].dueMs <= nowMs) this.pass(this.queue.shift()!.bytes);
    if (this.source.isPaused() && this.queuedBytes < this.direction.windowBytes() / 2) this.source.resume();
    const next = this.queue[0];
    if (next !== undefined) this.timer = setTimeout(() => this.deliver(), Math.max(1, next.dueMs - nowMs));
    else if (this.ended) this.sink.end();
  }

  private pass(bytes: Buffer): void {
    this.queuedBytes -= bytes.length;
    if (!this.sink.destroyed) this.sink.write(bytes);
  }
}
