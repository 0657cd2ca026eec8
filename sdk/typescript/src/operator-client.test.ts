import { expect, it } from 'vitest';
import { OperatorClient } from './operator-client.js';
import { ProblemError } from './problem.js';

interface Asked {
  method: string;
  path: string;
  body: unknown;
  token: string | null;
}

/** A client whose server gives one answer to everything, and what it was asked. */
function clientAnswered(status: number, answer?: object): { client: OperatorClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = new OperatorClient({
    baseUrl: 'http://server',
    token: () => 'operator token',
    fetch: async (input, init) => {
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
      const token = new Headers(init?.headers).get('Authorization');
      asked.push({ method: init?.method ?? 'GET', path: String(input).replace('http://server/api/v1/admin', ''), body, token });
      return new Response(answer === undefined ? null : JSON.stringify(answer), { status });
    },
  });
  return { client, asked };
}

it('every call has its place', async () => {
  const { client, asked } = clientAnswered(200, { events: [], blocked_users: [] });
  await client.parties();
  await client.parties({ limit: 5, after: '1-2-a b' });
  await client.party('p/1');
  await client.events('p');
  await client.connections({ user_id: 'ann' });
  await client.blockedUsers();
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /parties',
    'GET /parties?limit=5&after=1-2-a+b',
    'GET /parties/p%2F1?connections=50',
    'GET /parties/p/events',
    'GET /connections?user_id=ann',
    'GET /blocked-users',
  ]);
  expect(asked[0]?.token).toBe('Bearer operator token');
});

it('what changes something answers with nothing', async () => {
  const { client, asked } = clientAnswered(204);
  await client.closeParty('p');
  await client.blockUser('ann');
  await client.blockUser('a/b', 'spam');
  await client.unblockUser('ann');
  expect(asked.map(({ method, path, body }) => [method, path, body])).toEqual([
    ['POST', '/parties/p/close', undefined],
    ['PUT', '/blocked-users/ann', undefined],
    ['PUT', '/blocked-users/a%2Fb', { reason: 'spam' }],
    ['DELETE', '/blocked-users/ann', undefined],
  ]);
});

it('who is no operator is told so', async () => {
  const { client } = clientAnswered(403, { type: 'about:blank', title: '', status: 403, detail: 'no', code: 'FORBIDDEN' });
  await expect(client.parties()).rejects.toThrow(ProblemError);
});
