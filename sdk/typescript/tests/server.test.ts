// The SDK against the real program, over real sockets.

import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { secret, Server } from '../../../tests/browser/server.js';
import {
  bearerProtocols,
  closeCodes,
  headerWebSocket,
  HttpClient,
  PartyConnection,
  ProblemError,
  ticketProtocols,
  type PartyConnectionOptions,
  type ServerEvent,
} from '../src/index.js';

let server: Server;
const connections: PartyConnection[] = [];

beforeAll(async () => {
  // Everyone here comes from one address.
  server = await Server.launch({ MATINEE_GUESTS_PER_HOUR_PER_ADDRESS: '1000' });
});
afterEach(() => {
  for (const connection of connections.splice(0)) connection.close();
});
afterAll(() => server.dispose());

/** Someone with an account of the platform in front of the server. */
function tokenOf(userId: string, lifeSeconds = 3600): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: userId, name: userId, exp: Math.floor(Date.now() / 1000) + lifeSeconds };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const clientOf = (userId: string) => new HttpClient({ baseUrl: server.origin, token: () => tokenOf(userId) });

function connect(url: string, userId: string, options: Partial<PartyConnectionOptions> = {}): PartyConnection {
  const socket = headerWebSocket(WebSocket, () => tokenOf(userId));
  const connection = new PartyConnection({ url, WebSocket: socket, ...options });
  connections.push(connection);
  return connection;
}

/** A host nobody has seen before: one may create ten parties an hour only. */
let hosts = 0;
const newHost = () => `ann-${++hosts}`;

/** A new party of Ann's with Bob in it, both connected and knowing of each other. */
async function party(): Promise<{ id: string; url: string; host: string; ann: PartyConnection; bob: PartyConnection }> {
  const host = newHost();
  const { id, invite_code } = await clientOf(host).createParty({ title: 'Friday' });
  const { ws_url: url } = await clientOf('bob').joinParty(invite_code);
  const [ann, bob] = [connect(url, host), connect(url, 'bob')];
  await until(() => [ann, bob].every(({ state }) => state.participants.filter((one) => one.is_active).length === 2));
  return { id, url, host, ann, bob };
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 15_000, interval: 20 }).toBe(true);
}

/** The next event of a type. */
function next<Type extends ServerEvent['type']>(connection: PartyConnection, type: Type) {
  return new Promise<ServerEvent & { type: Type }>((resolve) => {
    const forget = connection.on('event', (event) => {
      if (event.type !== type) return;
      forget();
      resolve(event as ServerEvent & { type: Type });
    });
  });
}

describe('every way to say who you are lets in', () => {
  const ways: Record<string, (user: string, partyId: string) => Partial<PartyConnectionOptions>> = {
    'a header': () => ({}),
    'a ticket': (user, id) => ({ WebSocket, protocols: ticketProtocols(clientOf(user), id) }),
    'a token as subprotocol': (user) => ({ WebSocket, protocols: bearerProtocols(() => tokenOf(user)) }),
    'a session cookie': (user) => {
      const headers = { Cookie: `matinee_session=${tokenOf(user)}`, Origin: server.origin };
      class CookieSocket extends WebSocket {
        constructor(url: string, protocols?: string | string[]) {
          super(url, protocols, { headers });
        }
      }
      return { WebSocket: CookieSocket };
    },
  };

  it.each(Object.entries(ways))('%s', async (_, optionsFor) => {
    const user = newHost();
    const { id, invite_code } = await clientOf(user).createParty({ title: 'Friday' });
    const { ws_url } = await clientOf(user).joinParty(invite_code);
    const connection = connect(ws_url, user, optionsFor(user, id));
    await until(() => connection.state.participants.length === 1);
    expect(connection.status).toEqual({ kind: 'open' });
    expect(connection.state.participants[0]).toMatchObject({ user_id: user, role: 'host' });
  });
});

describe('a party', () => {
  it('is in the same place for everyone, on clocks that agree', async () => {
    const { ann, bob } = await party();
    ann.send({ type: 'skip', clip_id: 'clip-1' });
    await until(() => [ann, bob].every(({ state }) => state.playback?.playing === true));
    await until(() => [ann, bob].every(({ clock }) => (clock.uncertaintyMs ?? Infinity) < 10));
    const apart = (ann.positionNowMs() ?? Number.NaN) - (bob.positionNowMs() ?? Number.NaN);
    expect(Math.abs(apart)).toBeLessThan(20);
    expect(ann.clock.serverNowMs()).toBeCloseTo(Date.now(), -2);
    expect(bob.state.playback).toEqual(ann.state.playback);
  });

  it('hears who did what, and takes it back', async () => {
    const { host, ann, bob } = await party();
    ann.send({ type: 'skip', clip_id: 'clip-1' });
    const seek = next(bob, 'seek');
    ann.send({ type: 'seek', position: 90.5, resume: true });
    expect(await seek).toMatchObject({ by: { user_id: host }, position_ms: 90_500, is_playing: true });
    const undo = next(bob, 'undo');
    ann.send({ type: 'undo' });
    expect(await undo).toMatchObject({ undone: 'seek', from_ms: expect.any(Number) });
    await until(() => (bob.state.playback?.positionMs ?? Infinity) < 90_000);
  });

  it('ignores a viewer’s playback commands and tells everyone the rate the host sets', async () => {
    const { ann, bob } = await party();
    ann.send({ type: 'skip', clip_id: 'clip-1' });
    await until(() => bob.state.playback?.playing === true);
    bob.send({ type: 'set-rate', rate: 3 });
    const answered = next(bob, 'sync');
    bob.send({ type: 'sync-request' });
    await answered;
    expect(ann.state.playback?.rate).toBe(1);
    ann.send({ type: 'set-rate', rate: 1.5 });
    await until(() => bob.state.playback?.rate === 1.5);
  });

  it('has settings, a scheduled start and a ready check', async () => {
    const { id, host, ann, bob } = await party();
    await clientOf(host).updateSettings(id, { resume_after_seek: true });
    await until(() => bob.state.settings.resume_after_seek);
    ann.send({ type: 'skip', clip_id: 'clip-1' });
    ann.send({ type: 'pause' });
    ann.send({ type: 'schedule-start', in_ms: 60_000 });
    await until(() => bob.state.startAtMs !== null);
    ann.send({ type: 'cancel-start' });
    await until(() => bob.state.startAtMs === null);
    ann.send({ type: 'ready-check' });
    await until(() => bob.state.readyCheck?.missing.some(({ user_id }) => user_id === 'bob') === true);
    const passed = next(ann, 'ready-check');
    bob.send({ type: 'ready', is_ready: true });
    expect((await passed).ready_check).toMatchObject({ state: 'passed', ready_count: 2 });
    await until(() => bob.state.readyCheck === null);
  });

  it('waits for those who are not ready, and shows for whom', async () => {
    const { id, host, ann, bob } = await party();
    await clientOf(host).updateSettings(id, { waiting: 'everyone' });
    const report = { position_ms: 0, playing: false, buffering: false };
    bob.report({ ...report, ready: false });
    ann.report({ ...report, ready: true });
    ann.send({ type: 'skip', clip_id: 'clip-1' });
    await until(() => ann.state.waiting?.for.some(({ user_id }) => user_id === 'bob') === true);
    expect(ann.state.playback?.playing).toBe(false);
    ann.report({ ...report, ready: true });
    bob.report({ ...report, ready: true });
    await until(() => ann.state.waiting === null && ann.state.playback?.playing === true);
  });

  it('has its messages by page, to answer, edit, delete and report', async () => {
    const { id, host, ann, bob } = await party();
    const [hosts, bobs] = [clientOf(host), clientOf('bob')];
    const told = next(ann, 'chat_message');
    const said = await bobs.postMessage(id, { message: 'hello', mentions: [host] });
    expect((await told).chat_message).toEqual(said);
    const answer = await hosts.postMessage(id, { message: 'hi', reply_to: said.id });
    const edited = next(ann, 'message-edited');
    await bobs.editMessage(id, said.id, { message: 'hello!' });
    expect((await edited).chat_message).toMatchObject({ id: said.id, message: 'hello!' });
    expect(await bobs.messages(id, { limit: 1 })).toMatchObject({ messages: [{ id: answer.id }], next: answer.id });
    expect((await bobs.messages(id, { before: answer.id })).messages).toMatchObject([{ message: 'hello!' }]);
    await bobs.reportMessage(id, answer.id, 'too short');
    expect(await hosts.messageReports(id)).toMatchObject([{ reported_text: 'hi', reason: 'too short' }]);
    const deleted = next(bob, 'message-deleted');
    await hosts.deleteMessage(id, said.id);
    expect(await deleted).toMatchObject({ message_id: said.id, by: { user_id: host } });
    expect((await bobs.message(id, said.id)).message).toBe('');
  });

  it('mutes and lets speak again', async () => {
    const { id, host, ann } = await party();
    await clientOf(host).mute(id, 'bob', 60_000);
    await until(() => ann.state.participants.some(({ muted }) => muted === true));
    await expect(clientOf('bob').postMessage(id, { message: 'hello' })).rejects.toMatchObject({ code: 'MUTED' });
    await clientOf(host).unmute(id, 'bob');
    await clientOf('bob').postMessage(id, { message: 'hello' });
  });

  it('has a line of reactions, empty where nobody reacted', async () => {
    const { id } = await party();
    expect(await clientOf('bob').reactionLine(id, 'clip-1')).toMatchObject({ clip_id: 'clip-1', buckets: [], next_ms: null });
  });

  it('keeps a connection whose token is renewed, beyond the end of the first', async () => {
    const { url } = await party();
    const renewed = connect(url, 'bob', {
      WebSocket: headerWebSocket(WebSocket, () => tokenOf('bob', 5)),
      renewal: { token: tokenOf('bob', 5), renew: async () => tokenOf('bob', 3600) },
    });
    const authenticated = await next(renewed, 'authenticated');
    expect(authenticated.expires_at_ms).toBeGreaterThan(Date.now() + 3_000_000);
    expect(renewed.status).toEqual({ kind: 'open' });
  });
});

describe('the end', () => {
  it('of a seat by a kick is told and final', async () => {
    const { ann, bob } = await party();
    ann.send({ type: 'kick', user_id: 'bob' });
    await until(() => bob.status.kind === 'closed');
    expect(bob.status).toMatchObject({ kind: 'closed', code: closeCodes.kicked });
    await until(() => ann.state.participants.length === 1);
  });

  it('of the party too', async () => {
    const { id, host, bob } = await party();
    await clientOf(host).endParty(id);
    await until(() => bob.status.kind === 'closed');
    expect(bob.status).toMatchObject({ code: closeCodes.partyEnded });
    expect(bob.state.ended).toBe(true);
    await expect(clientOf('bob').joinParty('ZZZZZZ')).rejects.toBeInstanceOf(ProblemError);
  });

  it('of the program is survived: everyone comes back to the state that was stored', async () => {
    const { ann, bob } = await party();
    ann.send({ type: 'skip', clip_id: 'clip-1' });
    ann.send({ type: 'seek', position: 42 });
    await until(() => bob.state.playback?.positionMs === 42_000 && !bob.state.playback.playing);
    await server.kill();
    await until(() => [ann, bob].every(({ status }) => status.kind !== 'open'));
    await server.start();
    await until(() => [ann, bob].every(({ status }) => status.kind === 'open'));
    await until(() => [ann, bob].every(({ state }) => state.participants.filter((one) => one.is_active).length === 2));
    expect(ann.state.playback).toMatchObject({ clipId: 'clip-1', positionMs: 42_000, playing: false });
    ann.send({ type: 'play' });
    await until(() => bob.state.playback?.playing === true);
  });
});

describe('finding each other', () => {
  it('a public party is found by its title, page by page', async () => {
    const host = newHost();
    for (let i = 0; i < 3; ++i) await clientOf(host).createParty({ title: 'Findable evening', visibility: 'public' });
    const stranger = clientOf('zoe');
    const first = await stranger.publicParties({ search: 'findable', sort: 'newest', limit: 2 });
    expect(first.parties).toHaveLength(2);
    const second = await stranger.publicParties({ search: 'findable', sort: 'newest', limit: 2, after: first.next ?? '' });
    expect(second.parties).toHaveLength(1);
    expect(second.next).toBeNull();
    expect(second.parties[0]).toMatchObject({ title: 'Findable evening', active_count: 0, host: { user_id: host } });
  });

  it('friends see each other’s parties, and one’s own are remembered', async () => {
    const host = newHost();
    expect(await clientOf(host).addFriend('yuri')).toEqual({ user_id: 'yuri', state: 'requested' });
    expect(await clientOf('yuri').addFriend(host)).toEqual({ user_id: host, state: 'friends' });
    const { id, invite_code } = await clientOf(host).createParty({ title: 'Ours', visibility: 'friends' });
    expect(await clientOf('yuri').friendsParties()).toMatchObject([{ id, invite_code }]);
    await clientOf('yuri').joinParty(invite_code);
    expect((await clientOf('yuri').history({ limit: 1 })).parties).toMatchObject([{ id, role: 'viewer', participant_count: 2 }]);
    await clientOf('yuri').removeFriend(host);
    expect(await clientOf('yuri').friendsParties()).toEqual([]);
    await clientOf('yuri').block(host);
    expect((await clientOf('yuri').friends()).blocked).toMatchObject([{ user_id: host }]);
    await clientOf('yuri').unblock(host);
    expect(await clientOf('yuri').friends()).toEqual({ friends: [], requested: [], incoming: [], blocked: [] });
  });

  it('a host replaces the code and sees whom they keep out', async () => {
    const { id, host, bob } = await party();
    const code = await clientOf(host).rotateInviteCode(id);
    await expect(clientOf('zoe').joinParty(code)).resolves.toMatchObject({ party_id: id });
    await clientOf(host).kick(id, 'bob');
    await until(() => bob.status.kind === 'closed');
    expect(await clientOf(host).kicks(id)).toMatchObject([{ user_id: 'bob', display_name: 'bob' }]);
  });
});
