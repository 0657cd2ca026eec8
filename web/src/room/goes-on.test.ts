import type { ChatMessage } from '@matinee/sdk';
import { expect, it } from 'vitest';
import type { ChatLine } from './chat-line-list';
import { goesOn } from './goes-on';

const line = (change: Partial<ChatMessage> = {}): ChatLine => ({
  kind: 'message',
  order: 0,
  message: {
    id: 'm',
    user_id: 'ann',
    display_name: 'Ann',
    avatar_url: null,
    message: 'hello',
    created_at: '2026-01-01T20:00:00Z',
    clip_id: 'film',
    position_ms: 60_000,
    ...change,
  },
});

it.each([
  [{}, true],
  [{ created_at: '2026-01-01T20:01:59Z', position_ms: 170_000 }, true],
  [{ user_id: 'bob' }, false],
  [{ reply_to: 'another' }, false],
  [{ clip_id: null }, false],
  [{ created_at: '2026-01-01T20:02:00Z' }, false],
  [{ position_ms: 0 }, true],
  [{ position_ms: 180_000 }, false],
])('after a message of Ann, %j goes on: %s', (change, expected) => expect(goesOn(line(change), line())).toBe(expected));

it('begins anew after what happened, and at the beginning', () => {
  expect(goesOn(line(), { kind: 'happening', order: 0, atMs: 0, text: 'Bob is here' })).toBe(false);
  expect(goesOn(line(), undefined)).toBe(false);
});
