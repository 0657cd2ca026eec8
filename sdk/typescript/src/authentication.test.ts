import { expect, it } from 'vitest';
import { bearerProtocols, headerWebSocket, ticketProtocols } from './authentication.js';

it('offers a fresh ticket for each attempt', async () => {
  let issued = 0;
  const api = { createSocketTicket: async (partyId: string) => ({ ticket: `${partyId}-${++issued}` }) };
  const protocols = ticketProtocols(api, 'party-1');
  expect(await protocols()).toEqual(['matinee.v1', 'ticket.party-1-1']);
  expect(await protocols()).toEqual(['matinee.v1', 'ticket.party-1-2']);
});

it('sends a token as a subprotocol in the alphabet subprotocols allow', async () => {
  const token = 'a?b>c.ü';
  const [protocol = ''] = await bearerProtocols(async () => token)();
  expect(protocol).toMatch(/^auth\.bearer\.[A-Za-z0-9_-]+$/);
  const bytes = atob(protocol.slice('auth.bearer.'.length).replaceAll('-', '+').replaceAll('_', '/'));
  expect(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))).toBe(token);
});

it('sends a token as a header, read anew for each socket', () => {
  const opened: unknown[][] = [];
  class RecordingSocket {
    constructor(...given: unknown[]) {
      opened.push(given);
    }
  }
  let token = 'first';
  const Socket = headerWebSocket(RecordingSocket, () => token) as new (url: string, protocols?: string[]) => object;
  new Socket('ws://party.test/');
  token = 'second';
  new Socket('ws://party.test/', ['matinee.v1']);
  expect(opened).toEqual([
    ['ws://party.test/', undefined, { headers: { Authorization: 'Bearer first' } }],
    ['ws://party.test/', ['matinee.v1'], { headers: { Authorization: 'Bearer second' } }],
  ]);
});
