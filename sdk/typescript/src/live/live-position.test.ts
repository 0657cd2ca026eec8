import { describe, expect, it } from 'vitest';
import { canonicalPosition, firstLivePositionMs, isLivePosition, livePositionOf, streamTimeOf } from './live-position.js';

const weekMs = 604_800_000;
/** The greatest position the server takes, in ms. */
const mostPositionMs = 1_000_000_000;
const now = Date.UTC(2026, 0, 30, 21, 4, 10);

describe('the position of a moment', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 100_000_000],
    ['1970-01-01T00:00:01.234Z', 100_001_234],
    ['1970-01-07T23:59:59.999Z', 704_799_999],
    ['1970-01-08T00:00:00Z', 100_000_000],
    ['2026-01-29T00:00:00Z', 100_000_000],
    ['1969-12-31T23:59:59Z', 704_799_000],
  ])('%s is %d', (date, position) => expect(livePositionOf(Date.parse(date))).toBe(position));

  it('is none that a film of a day has, and within what the server takes, with three days to play on', () => {
    expect(isLivePosition(24 * 3_600_000)).toBe(false);
    expect(isLivePosition(firstLivePositionMs)).toBe(true);
    expect(livePositionOf(weekMs - 1) + 3 * 86_400_000).toBeLessThan(mostPositionMs);
  });
});

describe('the moment of a position', () => {
  it.each([-3.4, -1, -0.001, 0, 0.001, 1, 3.4].map((days) => [days]))('is found by someone whose stream is %d days away', (days) => {
    expect(streamTimeOf(livePositionOf(now), now + days * 86_400_000)).toBe(now);
  });

  it('goes on over the end of a week', () => {
    const thursday = Date.UTC(2026, 0, 29);
    const before = livePositionOf(thursday - 1000);
    expect(streamTimeOf(before + 5000, thursday + 4000)).toBe(thursday + 4000);
    expect(canonicalPosition(before + 5000)).toBe(livePositionOf(thursday + 4000));
  });

  it('of a film is left alone', () => expect(canonicalPosition(61_500)).toBe(61_500));
});
