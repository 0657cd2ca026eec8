import type { Waiting } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { isWaitedFor, waitingText } from './waiting-text';

const waiting = (names: string[], count = names.length): Waiting => ({
  for: names.map((name) => ({ user_id: name.toLowerCase(), display_name: name, until_ms: 0 })),
  count,
  until_ms: 0,
});

it.each([
  [waiting(['Bob']), 'Waiting for Bob'],
  [waiting(['Bob', 'Cleo']), 'Waiting for Bob and Cleo'],
  [waiting(['Bob', 'Cleo', 'Dan'], 6), 'Waiting for Bob, Cleo, Dan and 3 more'],
  [waiting(['Bob', 'Cleo', 'Dan', 'Eve']), 'Waiting for Bob, Cleo, Dan and 1 more'],
  [waiting(['Bob', 'Me']), 'Waiting for you and Bob'],
  [waiting([], 12), 'Waiting for 12 people'],
])('%o reads “%s”', (told, text) => expect(waitingText(told, 'me')).toBe(text));

it('knows who is waited for', () => {
  expect(isWaitedFor(waiting(['Bob']), 'bob')).toBe(true);
  expect(isWaitedFor(waiting(['Bob']), 'cleo')).toBe(false);
  expect(isWaitedFor(null, 'bob')).toBe(false);
});
