import type { ChatMessage, ServerEvent } from '@matinee/sdk';
import { effect } from '@preact/signals';
import { expect, it } from 'vitest';
import { Conversation } from './conversation';
import { Feed } from './feed';
import { Quotes } from './quotes';

const said = (id: string, message = id): ChatMessage => ({
  id,
  user_id: 'ann',
  display_name: 'Ann',
  avatar_url: null,
  message,
  created_at: '2025-01-01T00:00:00Z',
});
const event = (members: object) => ({ server_time_ms: 1000, position_ms: 0, rate: 1, ...members }) as unknown as ServerEvent;
const deleted = (id: string) => event({ type: 'message-deleted', message_id: id, user_id: 'ann', deleted_at: 'now', by: { user_id: 'ann', display_name: 'Ann' } });
const edited = (id: string, message: string) => event({ type: 'message-edited', chat_message: said(id, message) });

/** What a page shows of the message `id`, as it changes. */
function shown(quotes: Quotes, id: string) {
  const texts: string[] = [];
  effect(() => {
    const message = quotes.of(id);
    texts.push(message === undefined ? '…' : message === null ? '(none)' : message.deleted_at == null ? message.message : '(deleted)');
  });
  return texts;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const fetching = (load: (id: string) => Promise<ChatMessage>) => new Quotes(() => undefined, load);

it('follow what becomes of a message of the conversation', () => {
  const party = new Conversation(new Feed('me', () => undefined), { messages: () => Promise.resolve({ messages: [], next: null }) });
  party.hear(event({ type: 'chat_message', chat_message: said('a', 'abuse') }));
  const texts = shown(new Quotes((id) => party.find(id), () => Promise.reject(new Error('never asked'))), 'a');
  party.hear(edited('a', 'worse'));
  party.hear(deleted('a'));
  expect(texts).toEqual(['abuse', 'worse', '(deleted)']);
});

it('follow what becomes of a message that had to be asked for', async () => {
  const quotes = fetching((id) => Promise.resolve(said(id)));
  const texts = shown(quotes, 'a');
  await settled();
  quotes.hear(edited('b', 'other'));
  quotes.hear(edited('a', 'better'));
  quotes.hear(event({ type: 'user-forgotten', user_id: 'ann' }));
  expect(texts).toEqual(['…', 'a', 'better', '(deleted)']);
});

it('know of a deletion that is heard before an older answer', async () => {
  const quotes = fetching((id) => Promise.resolve(said(id)));
  const texts = shown(quotes, 'a');
  quotes.hear(deleted('a'));
  await settled();
  expect(texts).toEqual(['…', '(deleted)']);
});

it('are asked for again after a lost connection', async () => {
  let message = 'abuse';
  const quotes = fetching((id) => Promise.resolve({ ...said(id), message }));
  const texts = shown(quotes, 'a');
  await settled();
  message = 'tamed';
  quotes.renew();
  await settled();
  expect(texts).toEqual(['…', 'abuse', '…', 'tamed']);
});

it('that cannot be had are asked for once', async () => {
  let asked = 0;
  const quotes = fetching(() => (++asked, Promise.reject(new Error('gone'))));
  expect(shown(quotes, 'a')).toEqual(['…']);
  await settled();
  expect(quotes.of('a')).toBe(null);
  expect(asked).toBe(1);
});
