// WebSockets in the simulation: what the SDK opens as its socket, and what the server hears of it. A connection is a
// handshake over the link, two ordered streams, and an end that both sides may learn of at different times.

import type { EventQueue, Scheduled } from './event-queue.js';
import type { Link } from './link.js';
import type { SimulatedServer } from './server.js';
import { runningTab, type Tab } from './tab.js';

/** What dials: a person's tab and the way from there. */
export interface Dialer {
  readonly user: string;
  readonly tab: Tab;
  readonly link: Link;
  /** Commands the person's client sends, as text; for those who check. */
  onSent?(text: string): void;
  /** What arrived at the client, before the client handles it. */
  onArrived?(text: string): void;
}

/** TCP and TLS take this many round trips before the upgrade request is on its way. */
const handshakeRoundTrips = 2;
/** The server closes a connection that says nothing after a ping (20 s) and another 20 s. */
const pingTimeoutMs = 40_000;
const abnormalClosure = 1006;
/** After so many reports of the same meaning the next ones are routine, but for every so many-th. */
const leastAlike = 3;
const mostUnheard = 8;

const dialers = new Map<Tab, { network: Network; dialer: Dialer }>();

/** The WebSocket of the simulated browsers; hand it to the SDK. Events and states as in the standard. */
export class SimulatedSocket extends EventTarget {
  binaryType = 'blob';
  readyState = 0;
  private readonly connection: Connection;

  constructor(readonly url: string) {
    super();
    const tab = runningTab();
    const home = tab === null ? undefined : dialers.get(tab);
    if (home === undefined) throw new Error('a socket is opened by a tab');
    this.connection = home.network.dial(home.dialer, this);
  }

  send(text: string): void {
    if (this.readyState === 1) this.connection.send(text);
  }

  close(code = 1000): void {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    this.connection.closedByClient();
    queueMicrotask(() => this.dispatchEvent(closeEvent(code)));
  }

  opened(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  received(text: string): void {
    if (this.readyState === 1) this.dispatchEvent(new MessageEvent('message', { data: text }));
  }

  lost(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    if (code === abnormalClosure) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(closeEvent(code));
  }
}

/** One connection from the first packet to the last. */
class Connection {
  private serverSees = false;
  private overForClient = false;
  private deaf = false;
  private reportHeard = '';
  private reportsAlike = 0;
  private serverGivesUp: Scheduled | undefined;

  constructor(
    private readonly network: Network,
    readonly number: number,
    readonly dialer: Dialer,
    private readonly socket: SimulatedSocket,
  ) {
    const { queue } = network;
    const { link } = dialer;
    if (link.broken) {
      queue.after(20, () => this.endForClient(abnormalClosure));
      return;
    }
    queue.after(handshakeRoundTrips * link.roundTripMs, () => this.toServer(() => this.attach()));
  }

  send(text: string): void {
    this.dialer.onSent?.(text);
    this.toServer(() => {
      if (this.serverSees) this.network.server.text(this.number, text, this.isRoutine(text));
    });
  }

  /** The client's closing handshake. */
  closedByClient(): void {
    this.overForClient = true;
    this.toServer(() => this.endForServer(true));
  }

  told(text: string): void {
    if (!text.startsWith('{"type":"time-sync"')) this.reportHeard = '';
    this.toClient(() => {
      this.dialer.onArrived?.(text);
      this.socket.received(text);
    });
  }

  closedByServer(code: number): void {
    this.toClient(() => {
      this.overForClient = true;
      this.socket.lost(code);
    });
    this.endForServer(true);
  }

  /** Both ends learn at once, as when a proxy between them dies. */
  reset(): void {
    this.deaf = true;
    this.endForClient(abnormalClosure);
    this.endForServer(false);
  }

  /** No end learns of it: the client's address is another now. */
  vanish(): void {
    this.deaf = true;
    this.serverGivesUp = this.network.queue.after(pingTimeoutMs, () => this.endForServer(false));
  }

  private attach(): void {
    if (this.overForClient) return;
    this.serverSees = true;
    this.toClient(() => this.socket.opened());
    this.network.server.open(this.number, this.dialer.user);
  }

  private toServer(task: () => void): void {
    const { queue } = this.network;
    if (this.deaf) return;
    queue.at(this.dialer.link.up.arrival(queue.now), () => {
      if (!this.deaf) task();
    });
  }

  private toClient(task: () => void): void {
    const { queue } = this.network;
    if (this.deaf) return;
    queue.at(this.dialer.link.down.arrival(queue.now), () => {
      if (!this.deaf && !this.overForClient) this.dialer.tab.post(task);
    });
  }

  private endForClient(code: number): void {
    if (this.overForClient) return;
    this.overForClient = true;
    // An event of its own: many may lose their connections at once.
    this.network.queue.after(0, () => this.dialer.tab.post(() => this.socket.lost(code)));
  }

  private endForServer(clean: boolean): void {
    this.network.queue.cancel(this.serverGivesUp);
    if (this.serverSees) this.network.server.close(this.number, clean);
    this.serverSees = false;
    this.network.forget(this.number);
  }

  /**
   * Whether nothing is expected to follow from what the server hears: a report like the ones before, nothing having been
   * told in between. Now and then one is not routine all the same.
   */
  private isRoutine(text: string): boolean {
    if (!text.startsWith('{"type":"report"')) return false;
    const { playing, buffering, ready } = JSON.parse(text) as Record<string, unknown>;
    const meaning = `${playing} ${buffering} ${ready}`;
    this.reportsAlike = meaning === this.reportHeard ? this.reportsAlike + 1 : 0;
    this.reportHeard = meaning;
    return this.reportsAlike >= leastAlike && this.reportsAlike % mostUnheard !== 0;
  }
}

/** Every connection to the one server. */
export class Network {
  private readonly connections = new Map<number, Connection>();
  private numbers = 0;
  /** Set right after construction; the server needs the network as its listener. */
  server!: SimulatedServer;

  constructor(readonly queue: EventQueue) {}

  /** From now on the sockets opened in the dialer's tab go its way. */
  register(dialer: Dialer): void {
    dialers.set(dialer.tab, { network: this, dialer });
  }

  unregister(dialer: Dialer): void {
    dialers.delete(dialer.tab);
  }

  dial(dialer: Dialer, socket: SimulatedSocket): Connection {
    const connection = new Connection(this, ++this.numbers, dialer, socket);
    this.connections.set(connection.number, connection);
    return connection;
  }

  forget(connection: number): void {
    this.connections.delete(connection);
  }

  userOf(connection: number): string | undefined {
    return this.connections.get(connection)?.dialer.user;
  }

  onTold(connection: number, text: string): void {
    this.connections.get(connection)?.told(text);
  }

  onClosed(connection: number, code: number): void {
    this.connections.get(connection)?.closedByServer(code);
  }

  /** Every connection of the dialer, or of everybody, is lost the same way. */
  lose(how: 'reset' | 'vanish', dialer?: Dialer): void {
    for (const connection of [...this.connections.values()]) {
      if (dialer === undefined || connection.dialer === dialer) connection[how]();
    }
  }
}

function closeEvent(code: number): Event {
  return Object.assign(new Event('close'), { code, reason: '', wasClean: code !== abnormalClosure });
}
