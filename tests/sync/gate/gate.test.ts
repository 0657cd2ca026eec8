import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gate } from './gate.js';
import type { Link } from './link.js';

let echo: Server;
let gate: Gate;
/** What has arrived behind the gate, whatever the connection. */
let atServer = '';

async function openGate(link: Partial<Link>): Promise<void> {
  gate = await Gate.open((echo.address() as AddressInfo).port, link);
}

async function connectThroughGate(): Promise<Socket> {
  const socket = connect({ port: gate.port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

/** How long a byte takes there and back, in ms. */
async function ping(socket: Socket): Promise<number> {
  const sentMs = performance.now();
  const back = once(socket, 'data');
  socket.write('x');
  await back;
  return performance.now() - sentMs;
}

/** Resolves once the socket is closed, by whatever. */
function closed(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Everything the socket receives from here on. */
function received(socket: Socket): { text: string } {
  const log = { text: '' };
  socket.on('data', (data) => (log.text += data.toString('latin1')));
  return log;
}

beforeEach(async () => {
  atServer = '';
  echo = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => (atServer += data.toString('latin1')));
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
});

afterEach(async () => {
  await gate.close();
  echo.close();
});

describe('a byte through a gate', () => {
  it('takes the round trip, and one more while the connection is set up', async () => {
    await openGate({ roundTripMs: 60 });
    const socket = await connectThroughGate();
    expect(await ping(socket)).toBeGreaterThanOrEqual(119);
    const trips = [await ping(socket), await ping(socket), await ping(socket)];
    expect(Math.min(...trips)).toBeGreaterThanOrEqual(59);
    expect(Math.min(...trips)).toBeLessThan(110);
    socket.destroy();
  });

  it('feels a change of the link at once', async () => {
    await openGate({ roundTripMs: 0 });
    const socket = await connectThroughGate();
    await ping(socket);
    gate.change({ roundTripMs: 80 });
    expect(await ping(socket)).toBeGreaterThanOrEqual(79);
    socket.destroy();
  });
});

describe('a film through a gate', () => {
  it('arrives whole and in order, over a jittery link with losses, and then ends', async () => {
    await openGate({ roundTripMs: 10, jitterMs: 30, lossRate: 0.005, bytesPerSecond: 20_000_000 });
    const socket = await connectThroughGate();
    const film = randomBytes(1_000_000);
    const hash = createHash('sha256');
    socket.on('data', (data) => hash.update(data));
    socket.end(film);
    await once(socket, 'end');
    expect(hash.digest('hex')).toBe(createHash('sha256').update(film).digest('hex'));
  });

  it('takes its time over a narrow link', async () => {
    await openGate({ bytesPerSecond: 500_000 });
    const socket = await connectThroughGate();
    const startedMs = performance.now();
    socket.resume().end(randomBytes(100_000));
    await once(socket, 'end');
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(199);
  });
});

describe('a hold', () => {
  const upgrade = 'GET /socket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n';
  const request = 'GET /media/sample.mp4 HTTP/1.1\r\n\r\n';

  it('of the media lets a WebSocket through, and the media afterwards', async () => {
    await openGate({});
    const [media, webSocket] = [await connectThroughGate(), await connectThroughGate()];
    const [film, events] = [received(media), received(webSocket)];
    media.write(request);
    webSocket.write(upgrade);
    await vi.waitUntil(() => film.text === request && events.text === upgrade);
    gate.hold('media');
    media.write('more');
    webSocket.write('event');
    await vi.waitUntil(() => events.text.endsWith('event'));
    expect(film.text).toBe(request);
    gate.hold('nothing');
    await vi.waitUntil(() => film.text.endsWith('more'));
    media.destroy();
    webSocket.destroy();
  });

  it('of everything holds new connections too', async () => {
    await openGate({});
    gate.hold('everything');
    const socket = await connectThroughGate();
    const events = received(socket);
    socket.write(upgrade);
    gate.hold('media');
    await vi.waitUntil(() => events.text === upgrade);
    socket.destroy();
  });
});

describe('a hold of one direction', () => {
  it('lets the other through', async () => {
    await openGate({});
    const socket = await connectThroughGate();
    const answers = received(socket);
    gate.hold('answers');
    socket.write('a');
    await vi.waitUntil(() => atServer === 'a');
    expect(answers.text).toBe('');
    gate.hold('requests');
    await vi.waitUntil(() => answers.text === 'a');
    let inGate = '';
    gate.watch((bytes) => (inGate += bytes) !== '');
    socket.write('b');
    await vi.waitUntil(() => inGate === 'b');
    expect(atServer).toBe('a');
    gate.hold('nothing');
    await vi.waitUntil(() => answers.text === 'ab');
    socket.destroy();
  });
});

describe('a watcher', () => {
  it('sees both directions of every connection, and may swallow', async () => {
    await openGate({});
    const seen: string[] = [];
    gate.watch((bytes, { kind, connection }) => {
      seen.push(`${kind} ${connection} ${bytes}`);
      return bytes.toString() !== 'secret';
    });
    const [one, other] = [await connectThroughGate(), await connectThroughGate()];
    const answers = received(one);
    one.write('open');
    await vi.waitUntil(() => answers.text === 'open');
    one.write('secret');
    await ping(other);
    expect(seen).toEqual(['request 0 open', 'answer 0 open', 'request 0 secret', 'request 1 x', 'answer 1 x']);
    expect(atServer).toBe('openx');
    one.destroy();
    other.destroy();
  });
});

describe('a severed gate', () => {
  it('breaks connections and refuses new ones until it is mended', async () => {
    await openGate({});
    const socket = await connectThroughGate();
    await ping(socket);
    const broken = closed(socket);
    gate.sever();
    await broken;
    await closed(connect({ port: gate.port, host: '127.0.0.1' }).resume());
    gate.mend();
    const again = await connectThroughGate();
    await ping(again);
    again.destroy();
  });
});
