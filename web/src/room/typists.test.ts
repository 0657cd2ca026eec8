import type { ServerEvent } from '@matinee/sdk';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OwnTyping, Typists } from './typists';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const typing = (user_id: string, is_typing = true) => ({ type: 'typing', user_id, is_typing }) as unknown as ServerEvent;

it('someone who writes for minutes without a pause is told all the while: the server tells the beginning once', () => {
  const typists = new Typists('me');
  typists.hear(typing('ann'));
  vi.advanceTimersByTime(3 * 60_000);
  expect(typists.ids.value).toEqual(['ann']);
  typists.hear(typing('ann', false));
  expect(typists.ids.value).toEqual([]);
});

it('someone whose end is never told is forgotten in the end', () => {
  const typists = new Typists('me');
  typists.hear(typing('ann'));
  vi.advanceTimersByTime(10 * 60_000);
  expect(typists.ids.value).toEqual([]);
});

it('nobody types any more after a lost connection, until it is told again', () => {
  const typists = new Typists('me');
  ['ann', 'me', 'bob'].forEach((id) => typists.hear(typing(id)));
  expect(typists.ids.value).toEqual(['ann', 'bob']);
  typists.forgetAll();
  expect(typists.ids.value).toEqual([]);
  typists.hear(typing('bob'));
  expect(typists.ids.value).toEqual(['bob']);
  typists.close();
});

it('one’s own typing is told once, and again where the server has lost it with the connection', () => {
  const told: boolean[] = [];
  const own = new OwnTyping((isTyping) => told.push(isTyping));
  own.onInput('a');
  own.onInput('ab');
  own.lineLost();
  own.onInput('abc');
  vi.advanceTimersByTime(4000);
  own.stop();
  expect(told).toEqual([true, true, false]);
});
