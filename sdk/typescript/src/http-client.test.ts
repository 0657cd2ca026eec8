import { expect, it } from 'vitest';
import { HttpClient } from './http-client.js';

/** A server that answers with these bodies in turn, and notes what it was asked. */
function server(...answers: { status?: number; body?: unknown }[]) {
  const asked: string[] = [];
  const fetch = (input: unknown, init?: RequestInit) => {
    asked.push(`${init?.method} ${String(input)}`);
    const { status = 200, body } = answers.shift() ?? {};
    return Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }));
  };
  return { asked, client: new HttpClient({ fetch: fetch as typeof globalThis.fetch }) };
}

it('exports all pages of messages as one', async () => {
  const page = (id: string, next: string | null) => ({ body: { user_id: 'ann', parties: [], messages: [{ id }], next } });
  const { asked, client } = server(page('1', '5-a b'), page('2', null));
  expect(await client.exportData()).toEqual({ user_id: 'ann', parties: [], messages: [{ id: '1' }, { id: '2' }] });
  expect(asked).toEqual(['GET /api/v1/me/export', 'GET /api/v1/me/export?after=5-a+b']);
});

it.each([204, 202])('takes %d for a deletion', async (status) => {
  const { asked, client } = server({ status });
  expect(await client.deleteData()).toBeUndefined();
  expect(asked).toEqual(['DELETE /api/v1/me']);
});

it('asks for the figures of a party', async () => {
  const { asked, client } = server({ body: { viewers: 3 } });
  expect(await client.analytics('a/b')).toEqual({ viewers: 3 });
  expect(asked).toEqual(['GET /api/v1/watch-parties/a%2Fb/analytics']);
});
