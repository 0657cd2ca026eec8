import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ServerEvent } from './events.js';
import { MuteEnds } from './mute-ends.js';
import { fields } from './testing/events.js';

const startMs = 1_735_660_800_000;
const change = (user_id: string, muted: boolean, until_ms: number | null): ServerEvent => ({ ...fields(), type: 'mute-changed', user_id, muted, until_ms });
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
  ends.hear(change('bob', true, startMs + 60_000));
  vi.advanceTimersByTime(59_999);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(['bob']);
});

it('leaves alone what has no end, what was lifted, and what was made longer', () => {
  ends.hear(change('ann', true, null));
  ends.hear(change('bob', true, startMs + 1000));
  ends.hear(change('bob', false, null));
  ends.hear(change('cleo', true, startMs + 1000));
  ends.hear(change('cleo', true, startMs + 3000));
  vi.advanceTimersByTime(2000);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(ended).toEqual(['cleo']);
});

it('waits longer than a timer can', () => {
  const monthMs = 30 * 24 * 3_600_000;
  ends.hear(change('bob', true, startMs + monthMs));
  vi.advanceTimersByTime(monthMs - 1);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(['bob']);
});

it('ends nothing after it was closed', () => {
  ends.hear(change('bob', true, startMs + 1000));
  ends.close();
  vi.advanceTimersByTime(2000);
  expect(ended).toEqual([]);
});
