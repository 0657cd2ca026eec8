// A link in userspace: a TCP listener in front of a server that passes bytes on with delay, jitter, limited bandwidth
// and stalls, and can be cut. Bytes are never changed, lost or reordered: that is TCP's promise to both ends.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Direction, perfectLink, type Link } from './link.js';
import { Pipe } from './pipe.js';

/**
 * What a hold stops: everything; what goes to the server alone, or what comes from it; or what is not a WebSocket, which
 * is where a film comes from.
 */
export type Held = 'nothing' | 'media' | 'requests' | 'answers' | 'everything';

/** Where a gate leads: a port of the loopback interface, or the path of a Unix socket. */
export type Destination = number | string;

/** Sees bytes before they go on, and says whether they do; what it swallows is never seen by the other end. */
export type Watcher = (bytes: Buffer, of: { readonly kind: 'request' | 'answer'; readonly connection: number }) => boolean;

interface Connection {
  client: Socket;
  server: Socket;
  requests: Pipe;
  answers: Pipe;
  webSocket: boolean;
}

/** One client's way to the server. `open()` it, `close()` it. */
export class Gate {
  private readonly connections = new Set<Connection>();
  private held: Held = 'nothing';
  private broken = false;
  private watcher: Watcher | undefined;
  private accepted = 0;

  private constructor(
    private readonly listener: Server,
    private readonly destination: Destination,
    private current: Link,
    private readonly random: () => number,
  ) {
    listener.on('connection', (client) => this.onConnection(client));
  }

  /** Listens on a free port of the loopback interface, in front of `destination`. */
  static async open(destination: Destination, link: Partial<Link> = {}, random: () => number = Math.random): Promise<Gate> {
    const listener = createServer({ noDelay: true, allowHalfOpen: true });
    const gate = new Gate(listener, destination, { ...perfectLink, ...link }, random);
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return gate;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  get link(): Link {
    return this.current;
  }

  /** Changes the link for everything that enters it from now on. */
  change(link: Partial<Link>): void {
    this.current = { ...this.current, ...link };
  }

  /** Lets nothing through while held, as when packets vanish: connections stay, new ones hang. */
  hold(held: Held): void {
    this.held = held;
    for (const connection of this.connections) this.applyHold(connection);
  }

  /** Breaks every connection and refuses new ones until `mend()`. */
  sever(): void {
    this.broken = true;
    for (const { client, server } of this.connections) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  mend(): void {
    this.broken = false;
  }

  /** From now on `watcher` sees what goes through; none: nobody does. */
  watch(watcher: Watcher | undefined): void {
    this.watcher = watcher;
  }

  async close(): Promise<void> {
    this.sever();
    const closed = once(this.listener, 'close');
    this.listener.close();
    await closed;
  }

  private onConnection(client: Socket): void {
    if (this.broken) {
      client.resetAndDestroy();
      return;
    }
    const { destination } = this;
    const to = typeof destination === 'number' ? { port: destination, host: '127.0.0.1' } : { path: destination };
    const server = connect({ ...to, noDelay: true, allowHalfOpen: true });
    const number = this.accepted++;
    const direction = () => new Direction(() => this.current, this.random);
    const seen = (kind: 'request' | 'answer') => (bytes: Buffer) => this.watcher?.(bytes, { kind, connection: number }) ?? true;
    const connection: Connection = {
      client,
      server,
      // The kernel has answered the connection attempt at once; over the link that takes a round trip.
      requests: new Pipe(client, server, direction(), this.current.roundTripMs, seen('request')),
      answers: new Pipe(server, client, direction(), 0, seen('answer')),
      webSocket: false,
    };
    client.once('data', (head: Buffer) => {
      connection.webSocket = /^upgrade: *websocket\r$/im.test(head.toString('latin1'));
      this.applyHold(connection);
    });
    this.connections.add(connection);
    this.applyHold(connection);
    for (const [socket, other] of [[client, server], [server, client]] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        if (other.closed) this.connections.delete(connection);
        if (!other.writableEnded && socket.errored !== null) other.destroy();
      });
    }
  }

  private applyHold({ requests, answers, webSocket }: Connection): void {
    const both = this.held === 'everything' || (this.held === 'media' && !webSocket);
    requests.hold(both || this.held === 'requests');
    answers.hold(both || this.held === 'answers');
  }
}
