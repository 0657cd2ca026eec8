// A link in userspace: a TCP listener in front of a server that passes bytes on with delay, jitter, limited bandwidth
// and stalls, and can be cut. Bytes are never changed, lost or reordered: that is TCP's promise to both ends.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Direction, perfectLink, type Link } from './link.js';
import { Pipe } from './pipe.js';

/** What a hold stops: everything, or only what is not a WebSocket, which is where a film comes from. */
export type Held = 'nothing' | 'media' | 'everything';

interface Connection {
  client: Socket;
  server: Socket;
  pipes: Pipe[];
  webSocket: boolean;
}

/** One client's way to the server. `open()` it, `close()` it. */
export class Gate {
  private readonly connections = new Set<Connection>();
  private held: Held = 'nothing';
  private broken = false;

  private constructor(
    private readonly listener: Server,
    private readonly serverPort: number,
    private current: Link,
    private readonly random: () => number,
  ) {
    listener.on('connection', (client) => this.onConnection(client));
  }

  /** Listens on a free port of the loopback interface, in front of `serverPort` there. */
  static async open(serverPort: number, link: Partial<Link> = {}, random: () => number = Math.random): Promise<Gate> {
    const listener = createServer({ noDelay: true, allowHalfOpen: true });
    const gate = new Gate(listener, serverPort, { ...perfectLink, ...link }, random);
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
    const server = connect({ port: this.serverPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const connection: Connection = { client, server, pipes: [], webSocket: false };
    client.once('data', (head: Buffer) => {
      connection.webSocket = /^upgrade: *websocket\r$/im.test(head.toString('latin1'));
      this.applyHold(connection);
    });
    const direction = () => new Direction(() => this.current, this.random);
    connection.pipes = [
      // The kernel has answered the connection attempt at once; over the link that takes a round trip.
      new Pipe(client, server, direction(), this.current.roundTripMs),
      new Pipe(server, client, direction(), 0),
    ];
    this.connections.add(connection);
    this.applyHold(connection);
    for (const [socket, other] of [[client, server], [server, client]] as const) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.connections.delete(connection);
        if (!other.writableEnded && socket.errored !== null) other.destroy();
      });
    }
  }

  private applyHold({ pipes, webSocket }: Connection): void {
    const held = this.held === 'everything' || (this.held === 'media' && !webSocket);
    for (const pipe of pipes) pipe.hold(held);
  }
}
