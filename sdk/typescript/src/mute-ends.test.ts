import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MuteEnds } from './mute-ends.js';
import type { Participant } from './protocol.js';
import { person } from './testing/events.js';

const startMs = 1_735_660_800_000;
const muted = (user_id: string, muted_until_ms?: number | null): Participant =>
  person({ user_id, muted: true, ...(muted_until_ms === undefined ? {} : { muted_until_ms }) });
let ended: string[];
let ends: MuteEnds;

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
  ended = [];
  ends = new MuteEnds(() => Date.now(), (userId) => ended.push(userId));
});
afterEach(() => {
  ends.close();
  vi.useRealTimers();
});

it('ends a mute at its time, not before', () => {
  ends.follow([muted('bob', startMs + 60_000)]);
  vi.advanceTimersByTime(59_999);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(['bob']);
});

it('leaves alone what has no end, what was lifted, and what was made longer', () => {
  ends.follow([muted('ann'), muted('bob', startMs + 1000), muted('cleo', startMs + 1000), muted('dan', null)]);
  ends.follow([muted('ann'), person({ user_id: 'bob', muted: false }), muted('cleo', startMs + 3000), muted('dan', null)]);
  vi.advanceTimersByTime(2000);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(ended).toEqual(['cleo']);
});

it('forgets the end of a mute that has none any more, and who is gone', () => {
  ends.follow([muted('ann', startMs + 1000), muted('bob', startMs + 1000)]);
  ends.follow([muted('ann')]);
  vi.advanceTimersByTime(2000);
  expect(ended).toEqual([]);
});

it('waits longer than a timer can', () => {
  const monthMs = 30 * 24 * 3_600_000;
  ends.follow([muted('bob', startMs + monthMs)]);
  vi.advanceTimersByTime(monthMs - 1);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(['bob']);
});

it('waits for the clock of the server', () => {
  let nowMs: number | null = null;
  const late = new MuteEnds(() => nowMs, (userId) => ended.push(userId));
  late.follow([muted('bob', startMs + 1000)]);
  vi.advanceTimersByTime(2000);
  expect(ended).toEqual([]);
  nowMs = startMs;
  late.follow([muted('bob', startMs + 1000)]);
  vi.advanceTimersByTime(1000);
  expect(ended).toEqual(['bob']);
});

it('ends nothing after it was closed', () => {
  ends.follow([muted('bob', startMs + 1000)]);
  ends.close();
  vi.advanceTimersByTime(2000);
  expect(ended).toEqual([]);
});
