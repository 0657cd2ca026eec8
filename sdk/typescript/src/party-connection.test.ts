import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gaveUpCode, PartyConnection, type ConnectionStatus, type PartyConnectionOptions } from './party-connection.js';
import { fields, person, sync } from './testing/events.js';
import { FakeSocket } from './testing/fake-socket.js';

const url = 'ws://party.test/api/v1/watch-parties/party-1/ws';

function connect(options: Partial<PartyConnectionOptions> = {}) {
  const statuses: ConnectionStatus[] = [];
  const connection = new PartyConnection({ url, WebSocket: FakeSocket, random: () => 0.5, ...options });
  connection.on('status', (status) => statuses.push(status));
  return { connection, statuses };
}

/** Lets the socket's promises and zero delays pass, and `ms` of time. */
async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.reset();
});
afterEach(() => vi.useRealTimers());

describe('on every connection', () => {
  it('asks for the state first', async () => {
    connect();
    await pass();
    FakeSocket.latest.accept();
    expect(FakeSocket.latest.sent[0]).toEqual({ type: 'sync-request' });
  });

  it('asks again after a reconnection', async () => {
    connect();
    await pass();
    FakeSocket.latest.accept();
    FakeSocket.latest.close(1012, 'restart');
    await pass(1000);
    expect(FakeSocket.created).toHaveLength(2);
    FakeSocket.latest.accept();
    expect(FakeSocket.latest.ofType('sync-request')).toHaveLength(1);
  });

  it('offers the subprotocols it was given', async () => {
    connect({ protocols: () => ['matinee.v1', 'ticket.abc'] });
    await pass();
    expect(FakeSocket.latest.protocols).toEqual(['matinee.v1', 'ticket.abc']);
  });
});

describe('a lost line', () => {
  it.each([1001, 1006, 1012, 4008, 4499])('comes back after close code %d', async (code) => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    FakeSocket.latest.close(code);
    expect(connection.status).toEqual({ kind: 'waiting', retryInMs: 350, attempt: 1 });
    await pass(1000);
    expect(FakeSocket.created).toHaveLength(2);
  });

  it('waits longer after each failure, up to the limit', async () => {
    const { statuses } = connect({ reconnect: { baseMs: 1000, factor: 2, maxMs: 3000 } });
    await pass();
    for (let attempt = 0; attempt < 4; ++attempt) {
      FakeSocket.latest.close(1006);
      await pass(3000);
    }
    const waits = statuses.flatMap((status) => (status.kind === 'waiting' ? [status.retryInMs] : []));
    expect(waits).toEqual([1000, 2000, 3000, 3000]);
  });

  it('spreads the waits by chance', async () => {
    const { connection } = connect({ random: () => 0 });
    await pass();
    FakeSocket.latest.close(1006);
    expect(connection.status).toMatchObject({ kind: 'waiting', retryInMs: 175 });
  });

  it('gives up in the end', async () => {
    const { connection } = connect({ reconnect: { maxAttempts: 2 } });
    await pass();
    FakeSocket.latest.close(1006);
    await pass(1000);
    FakeSocket.latest.close(1006);
    expect(connection.status).toMatchObject({ kind: 'closed', code: gaveUpCode });
    await pass(60_000);
    expect(FakeSocket.created).toHaveLength(2);
  });

  it('is tried at once when asked', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.close(1006);
    connection.reconnectNow();
    await pass();
    expect(FakeSocket.created).toHaveLength(2);
    await pass(10_000);
    expect(FakeSocket.created).toHaveLength(3); // the connect timeout of the second; the abandoned wait made none
  });

  it('is noticed when nothing is heard any more', async () => {
    connect();
    await pass();
    FakeSocket.latest.accept();
    await pass(9000);
    expect(FakeSocket.created).toHaveLength(2);
  });

  it('stays when answers come', async () => {
    connect();
    await pass();
    FakeSocket.latest.accept();
    for (let second = 0; second < 60; ++second) {
      FakeSocket.latest.receive(sync());
      await pass(1000);
    }
    expect(FakeSocket.created).toHaveLength(1);
  });
});

describe('a line the server ended', () => {
  it.each([4500, 4501, 4999])('stays closed after code %d and says why', async (code) => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    FakeSocket.latest.close(code, 'the party has ended');
    expect(connection.status).toEqual({ kind: 'closed', code, reason: 'the party has ended' });
    await pass(60_000);
    expect(FakeSocket.created).toHaveLength(1);
  });

  it('stops when the upgrade is refused for a lasting reason', async () => {
    const { connection } = connect({ refusal: async () => ({ code: 403, reason: 'kicked' }) });
    await pass();
    FakeSocket.latest.close(1006);
    await pass();
    expect(connection.status).toEqual({ kind: 'closed', code: 403, reason: 'kicked' });
    await pass(60_000);
    expect(FakeSocket.created).toHaveLength(1);
  });

  it('does not ask for a refusal after a line that was open', async () => {
    const refusal = vi.fn(async () => null);
    connect({ refusal });
    await pass();
    FakeSocket.latest.accept();
    FakeSocket.latest.close(1006);
    expect(refusal).not.toHaveBeenCalled();
  });

  it('stays closed after close()', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    connection.close();
    await pass(60_000);
    expect(connection.status.kind).toBe('closed');
    expect(FakeSocket.created).toHaveLength(1);
  });
});

describe('the state', () => {
  it('asks once for a gap, and not again within a second', async () => {
    connect();
    await pass();
    const socket = FakeSocket.latest;
    socket.accept();
    socket.receive(sync({ revision: 1, participants: [person()] }));
    await pass(1000);
    socket.receive({ ...fields({ revision: 3 }), type: 'seek' });
    socket.receive({ ...fields({ revision: 5 }), type: 'seek' });
    expect(socket.ofType('sync-request')).toHaveLength(2);
    await pass(1000);
    expect(socket.ofType('sync-request')).toHaveLength(3);
    await pass(5000);
    expect(socket.ofType('sync-request')).toHaveLength(3);
  });

  it('advances with the server clock while playing', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    FakeSocket.latest.receive(sync({ position_ms: 2000, is_playing: true }));
    await pass(500);
    expect(connection.positionNowMs()).toBeCloseTo(2500, 3);
  });

  it('survives frames that are not events', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    FakeSocket.latest.dispatchEvent(new MessageEvent('message', { data: '{' }));
    FakeSocket.latest.receive([1]);
    expect(connection.status.kind).toBe('open');
  });
});

describe('sending', () => {
  it('drops what cannot be sent now', async () => {
    const { connection } = connect();
    await pass();
    expect(connection.send({ type: 'play' })).toBe(false);
    FakeSocket.latest.accept();
    expect(FakeSocket.latest.ofType('play')).toHaveLength(0);
    expect(connection.send({ type: 'play' })).toBe(true);
    expect(FakeSocket.latest.ofType('play')).toHaveLength(1);
  });

  it('reports a film in step once a second at first, then every four seconds', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    const startedMs = fields().server_time_ms;
    const hear = (second: number) =>
      FakeSocket.latest.receive(sync({ is_playing: true, position_ms: second * 1000, server_time_ms: startedMs + second * 1000 }));
    hear(0);
    const inStep = () => ({ position_ms: connection.positionNowMs() ?? 0, playing: true, buffering: false, ready: true });
    expect(connection.report(inStep())).toBe(true);
    await pass(999);
    expect(connection.report(inStep())).toBe(false);
    await pass(1);
    expect(connection.report(inStep())).toBe(true);
    for (let second = 2; second <= 13; ++second) {
      await pass(1000);
      hear(second);
      connection.report(inStep());
    }
    expect(FakeSocket.latest.ofType('report')).toHaveLength(8); // at 0, 1, 2, 3, 4, 5, 9 and 13 s
    connection.report({ ...inStep(), position_ms: 500 });
    await pass(1000);
    expect(connection.report({ ...inStep(), position_ms: 500 })).toBe(true);
  });

  it('reports at once when buffering or readiness changed, and after coming back', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    const report = { position_ms: 1, playing: true, buffering: false, ready: true };
    connection.report(report);
    expect(connection.report({ ...report, buffering: true })).toBe(true);
    expect(connection.report({ ...report, buffering: true })).toBe(false);
    expect(connection.report({ ...report, buffering: true, ready: false })).toBe(true);
    FakeSocket.latest.close(1012);
    await pass(1000);
    FakeSocket.latest.accept();
    expect(connection.report({ ...report, buffering: true, ready: false })).toBe(true);
  });

  it('reports at once after the party has moved, when nobody counts as ready', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    FakeSocket.latest.receive(sync({ revision: 1 }));
    const report = { position_ms: 1, playing: true, buffering: false, ready: true };
    connection.report(report);
    FakeSocket.latest.receive({ ...fields({ revision: 2, position_ms: 9000 }), type: 'seek' });
    expect(connection.report(report)).toBe(true);
    FakeSocket.latest.receive(sync({ revision: 2, position_ms: 9000 }));
    expect(connection.report(report)).toBe(false);
  });

  it('gathers quick reactions into one message', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    connection.react('🔥');
    await pass(300);
    expect(FakeSocket.latest.ofType('reaction')).toEqual([{ type: 'reaction', emoji: '🔥' }]);
    for (const emoji of ['🔥', '🔥', '👏']) connection.react(emoji);
    await pass(300);
    expect(FakeSocket.latest.ofType('reactions')).toEqual([
      { type: 'reactions', reactions: [{ emoji: '🔥', count: 2 }, { emoji: '👏', count: 1 }] },
    ]);
  });
});

describe('the clock', () => {
  /** Answers every exchange sent since the last call, as a server 9000 s ahead with an instant line would. */
  function answerAll(socket: FakeSocket, from = 0): number {
    const exchanges = socket.ofType('time-sync');
    for (const { t0 } of exchanges.slice(from)) {
      const serverMs = (t0 as number) + 9_000_000;
      socket.receive({ ...fields(), type: 'time-sync', t0, t1: serverMs, t2: serverMs });
    }
    return exchanges.length;
  }

  it('is asked for in a dense burst, then now and then while the film stands', async () => {
    const { connection } = connect();
    await pass();
    const socket = FakeSocket.latest;
    socket.accept();
    await pass(800);
    expect(socket.ofType('time-sync')).toHaveLength(12);
    answerAll(socket);
    expect(connection.clock.synchronized).toBe(true);
    await pass(16_000);
    expect(socket.ofType('time-sync').length).toBeLessThanOrEqual(14);
  });

  it('is asked for more often while the film plays', async () => {
    connect();
    await pass();
    const socket = FakeSocket.latest;
    socket.accept();
    socket.receive(sync({ is_playing: true }));
    let answered = 0;
    for (let time = 0; time < 20_000; time += 20) {
      await pass(20);
      answered = answerAll(socket, answered);
    }
    expect(answered).toBeGreaterThanOrEqual(12 + 3 * 4);
    expect(answered).toBeLessThanOrEqual(12 + 3 * 6);
  });

  it('outlives a reconnection', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    await pass(800);
    answerAll(FakeSocket.latest);
    const before = connection.clock.offsetMs;
    FakeSocket.latest.close(1006);
    await pass(1000);
    FakeSocket.latest.accept();
    expect(connection.clock.offsetMs).toBe(before);
    expect(FakeSocket.latest.ofType('time-sync')).toHaveLength(1);
  });

  it('is asked for at once on resync', async () => {
    const { connection } = connect();
    await pass();
    FakeSocket.latest.accept();
    await pass(5000);
    connection.resync();
    await pass(500);
    expect(FakeSocket.latest.ofType('sync-request')).toHaveLength(2);
    expect(FakeSocket.latest.ofType('time-sync')).toHaveLength(12 + 8);
  });
});

describe('the token', () => {
  const tokenUntil = (unixSeconds: number) => `e30.${btoa(JSON.stringify({ exp: unixSeconds }))}.c2ln`;

  it('is renewed a minute before it expires, and again before the next one does', async () => {
    const renew = vi.fn(async () => 'fresh');
    const serverMs = 1_735_660_800_000;
    connect({ renewal: { token: tokenUntil(serverMs / 1000 + 600), renew } });
    await pass();
    const socket = FakeSocket.latest;
    socket.accept();
    const live = setInterval(() => socket.receive(sync({ server_time_ms: serverMs + performance.now() })), 5000);
    socket.receive(sync({ server_time_ms: serverMs + performance.now() }));
    await pass(539_000);
    expect(renew).not.toHaveBeenCalled();
    await pass(2000);
    expect(socket.ofType('authenticate')).toEqual([{ type: 'authenticate', token: 'fresh' }]);
    socket.receive({ ...fields(), type: 'authenticated', expires_at_ms: serverMs + performance.now() + 1_200_000 });
    await pass(1_139_000);
    expect(renew).toHaveBeenCalledTimes(1);
    await pass(2000);
    expect(renew).toHaveBeenCalledTimes(2);
    clearInterval(live);
  });

  it('is asked for again when nothing came of it, until it has expired', async () => {
    const renew = vi.fn(async () => Promise.reject(new Error('down')));
    const serverMs = 1_735_660_800_000;
    connect({ renewal: { token: tokenUntil((serverMs + performance.now()) / 1000 + 60), renew } });
    await pass();
    const socket = FakeSocket.latest;
    socket.accept();
    const live = setInterval(() => socket.receive(sync({ server_time_ms: serverMs + performance.now() })), 5000);
    socket.receive(sync({ server_time_ms: serverMs + performance.now() }));
    await pass(300_000);
    expect(renew.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(renew.mock.calls.length).toBeLessThanOrEqual(5);
    expect(socket.ofType('authenticate')).toEqual([]);
    clearInterval(live);
  });
});

it('a timed mute is over at its time, though nobody tells', async () => {
  const { connection } = connect();
  await pass();
  FakeSocket.latest.accept();
  FakeSocket.latest.receive(sync({ participants: [person({ muted: false })] }));
  const now = fields().server_time_ms;
  FakeSocket.latest.receive({ ...fields(), type: 'mute-changed', user_id: 'alice', muted: true, until_ms: now + 60_000 });
  expect(connection.state.participants[0]?.muted).toBe(true);
  const told: unknown[] = [];
  connection.on('state', (state) => told.push(state.participants[0]?.muted));
  await pass(61_000);
  expect(told).toEqual([false]);
  connection.close();
});

it('a timed mute from before this page came is over at its time, and one that has no end any more is not', async () => {
  const { connection } = connect();
  await pass();
  FakeSocket.latest.accept();
  const untilMs = fields().server_time_ms + 60_000;
  const muted = (user_id: string) => person({ user_id, muted: true, muted_until_ms: untilMs });
  FakeSocket.latest.receive(sync({ participants: [muted('alice'), muted('bob')] }));
  FakeSocket.latest.receive(sync({ participants: [muted('alice'), person({ user_id: 'bob', muted: true })] }));
  await pass(61_000);
  expect(connection.state.participants.map((one) => one.muted)).toEqual([false, true]);
  connection.close();
});
