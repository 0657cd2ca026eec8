import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitForAdmission, WaitingToJoinError, type JoinStanding } from './admission.js';
import { HttpClient } from './http-client.js';
import { ProblemError } from './problem.js';

interface Asked {
  method: string;
  path: string;
  body: unknown;
}

/** A client whose server gives one answer to everything, and what it was asked. */
function clientAnswered(status: number, answer?: object): { client: HttpClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = new HttpClient({
    baseUrl: 'http://server',
    fetch: async (input, init) => {
      const body = init?.body === undefined || init.body === null ? undefined : JSON.parse(String(init.body));
      asked.push({ method: init?.method ?? 'GET', path: String(input).replace('http://server/api/v1/watch-parties', ''), body });
      return new Response(answer === undefined ? null : JSON.stringify(answer), { status });
    },
  });
  return { client, asked };
}

const problem = (status: number, code: string): ProblemError =>
  new ProblemError({ type: 'about:blank', title: '', status, detail: '', code });

describe('joining', () => {
  it('sends a password only where there is one', async () => {
    const { client, asked } = clientAnswered(200, { party_id: 'p', ws_url: 'ws://server/p' });
    await client.joinParty('ABC234');
    await client.joinParty('ABC234', { password: 'open sesame' });
    expect(asked).toEqual([
      { method: 'POST', path: '/ABC234/join', body: undefined },
      { method: 'POST', path: '/ABC234/join', body: { password: 'open sesame' } },
    ]);
  });

  it('is told where somebody has to wait', async () => {
    const { client } = clientAnswered(202, { party_id: 'p', state: 'waiting', ws_url: null });
    await expect(client.joinParty('ABC234')).rejects.toThrow(WaitingToJoinError);
    await expect(client.joinParty('ABC234')).rejects.toMatchObject({ partyId: 'p' });
    expect(await client.askToJoin('ABC234')).toEqual({ party_id: 'p', state: 'waiting', ws_url: null });
  });

  it('asking to join tells of a seat, too', async () => {
    const { client } = clientAnswered(200, { party_id: 'p', ws_url: 'ws://server/p' });
    expect(await client.askToJoin('ABC234')).toEqual({ party_id: 'p', state: 'admitted', ws_url: 'ws://server/p' });
  });
});

it('every call about getting in has its place', async () => {
  const { client, asked } = clientAnswered(200, { invitations: [], join_requests: [] });
  await client.createInvitation('p', { max_uses: 1 });
  await client.invitations('p');
  await client.joinRequests('p');
  await client.joinStanding('p');
  await client.reclaimHost('p');
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /p/invitations',
    'GET /p/invitations',
    'GET /p/join-requests',
    'GET /p/join-request',
    'POST /p/reclaim',
  ]);
  expect(asked[0]?.body).toEqual({ max_uses: 1 });
  const silent = clientAnswered(204);
  await silent.client.revokeInvitation('p', 'i/1');
  await silent.client.setPassword('p', 'open sesame');
  await silent.client.removePassword('p');
  await silent.client.withdrawJoinRequest('p');
  await silent.client.admit('p', 'ann');
  await silent.client.decline('p', 'ann');
  expect(silent.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /p/invitations/i%2F1',
    'PUT /p/password',
    'DELETE /p/password',
    'DELETE /p/join-request',
    'PUT /p/join-requests/ann',
    'DELETE /p/join-requests/ann',
  ]);
});

describe('waiting for admission', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A server that gives these answers, one a look. */
  function server(...answers: (JoinStanding['state'] | ProblemError)[]) {
    const joinStanding = vi.fn(async (party_id: string): Promise<JoinStanding> => {
      const answer = answers.shift() ?? 'waiting';
      if (answer instanceof ProblemError) throw answer;
      return { party_id, state: answer, ws_url: answer === 'admitted' ? 'ws://server/p' : null };
    });
    return { joinStanding };
  }

  it('looks every two seconds until there is an answer', async () => {
    const client = server('waiting', 'waiting', 'admitted');
    const done = waitForAdmission(client, 'p');
    await vi.advanceTimersByTimeAsync(3999);
    expect(client.joinStanding).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await done).toEqual({ party_id: 'p', state: 'admitted', ws_url: 'ws://server/p' });
  });

  it('tells of a refusal', async () => {
    expect(await waitForAdmission(server('declined'), 'p')).toMatchObject({ state: 'declined', ws_url: null });
  });

  it('asks a silent server again, and gives up where the wish is gone', async () => {
    const done = waitForAdmission(server(problem(0, 'UNREACHABLE'), problem(503, 'OVERLOADED'), problem(404, 'NOT_FOUND')), 'p');
    const gone = expect(done).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await vi.advanceTimersByTimeAsync(4000);
    await gone;
  });

  it('ends when it is called off, between two looks as well', async () => {
    const client = server();
    const calledOff = new AbortController();
    const ended = expect(waitForAdmission(client, 'p', { signal: calledOff.signal })).rejects.toThrow('gone');
    await vi.advanceTimersByTimeAsync(100);
    calledOff.abort(new Error('gone'));
    await ended;
    expect(client.joinStanding).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
