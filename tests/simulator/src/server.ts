// The server in the simulation: the real engine behind ServerProcess, asked only when something is said to it or one of
// its timers is due. Converts true time to the server's whole milliseconds.

import type { EventQueue, Scheduled } from './event-queue.js';
import type { ServerProcess } from './server-process.js';

/** Server time, in Unix ms, when a simulation begins. */
export const serverEpochMs = 1_735_660_800_000;

/** Whom the server's words go to. Times are true time in ms. */
export interface ServerListener {
  onTold(connection: number, text: string): void;
  onClosed(connection: number, code: number): void;
}

/** One party on one server. Everything said to it is said now. */
export class SimulatedServer {
  private orders = '';
  private dueAt = Number.POSITIVE_INFINITY;
  private wake: Scheduled | undefined;

  constructor(
    private readonly queue: EventQueue,
    private readonly process: ServerProcess,
    private readonly listener: ServerListener,
  ) {}

  /** Server time now in Unix ms, with the fraction that the server itself does not see. */
  get nowMs(): number {
    return serverEpochMs + this.queue.now;
  }

  /** A new party of these users; the first is its host. */
  start(users: readonly string[]): void {
    this.order('start', users.join(' '));
    this.consult();
  }

  open(connection: number, user: string): void {
    this.order('open', `${connection} ${user}`);
    this.consult();
  }

  /**
   * `lazy`: nothing is expected to follow from it, so it is handed over when the server is asked the next time, with the
   * time of now. That nothing but news of how somebody is doing comes late is checked, not hoped.
   */
  text(connection: number, text: string, lazy: boolean): void {
    this.order('text', `${connection} ${text}`);
    if (!lazy) this.consult();
  }

  close(connection: number, clean: boolean): void {
    this.order('close', `${connection} ${clean ? 'clean' : 'abrupt'}`);
    this.consult();
  }

  /** The process dies and is there again at once, over what it had stored. Every connection must be opened anew. */
  crash(): void {
    this.order('crash', '');
    this.consult();
  }

  private order(verb: string, rest: string): void {
    this.orders += `${verb} ${Math.floor(this.nowMs)} ${rest}\n`;
  }

  private consult(): void {
    const now = Math.floor(this.nowMs);
    const answer = this.process.exchange(`${this.orders}until ${now}\n`);
    this.orders = '';
    for (const line of answer) this.onLine(line, now);
  }

  private onLine(line: string, now: number): void {
    const [verb, at, connection] = line.split(' ', 3) as [string, string, string];
    if (verb === 'next') return this.wakeAt(at);
    if (verb === 'party') return;
    const rest = line.slice(verb.length + at.length + connection.length + 3);
    if (Number(at) !== now && !rest.startsWith('{"type":"participant-status"')) {
      throw new Error(`the server said at ${at} what is only heard at ${now}: ${line}`);
    }
    if (verb === 'told') this.listener.onTold(Number(connection), rest);
    else this.listener.onClosed(Number(connection), Number(rest));
  }

  private wakeAt(due: string): void {
    const dueAt = due === 'never' ? Number.POSITIVE_INFINITY : Number(due) - serverEpochMs;
    if (dueAt === this.dueAt) return;
    this.queue.cancel(this.wake);
    this.wake = undefined;
    this.dueAt = dueAt;
    if (!Number.isFinite(dueAt)) return;
    this.wake = this.queue.at(dueAt, () => {
      this.dueAt = Number.POSITIVE_INFINITY;
      this.consult();
    });
  }
}
