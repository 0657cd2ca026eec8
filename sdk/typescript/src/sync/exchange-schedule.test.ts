import { beforeEach, describe, expect, it } from 'vitest';
import { ExchangeSchedule } from './exchange-schedule.js';

let schedule: ExchangeSchedule;

/** The times of all exchanges from 0 to `untilMs`. */
function run(untilMs: number, active: boolean, fromMs = 0): number[] {
  const times: number[] = [];
  for (let atMs = fromMs; atMs < untilMs; atMs += schedule.next(atMs, active)) times.push(atMs);
  return times;
}

beforeEach(() => {
  schedule = new ExchangeSchedule();
  schedule.restart();
});

describe('the rhythm', () => {
  it('begins with a dense burst', () => {
    expect(run(1000, true).slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, n) => n * 60));
  });

  it('is a small burst every few seconds while the film plays', () => {
    const steady = run(65_000, true).filter((atMs) => atMs >= 5000);
    expect(steady.length).toBeGreaterThanOrEqual(40);
    expect(steady.length).toBeLessThanOrEqual(48);
  });

  it('costs little while it stands', () => {
    expect(run(68_000, false).filter((atMs) => atMs >= 8000).length).toBeLessThanOrEqual(8);
  });
});

describe('a burst in between', () => {
  it('follows when asked for', () => {
    const last = run(10_000, true).at(-1) ?? 0;
    schedule.renew();
    expect(run(last + 1000, true, last).length).toBe(8);
  });

  it('follows a timer that was late by seconds, as after a sleep', () => {
    run(10_000, true);
    expect(run(101_000, true, 100_000).length).toBeGreaterThanOrEqual(8);
  });

  it('does not follow a timer a busy page held up', () => {
    run(10_000, true);
    schedule.next(13_000, true);
    expect(run(14_200, true, 13_500).length).toBeLessThanOrEqual(3);
  });
});

describe('a suspicion', () => {
  it.each([
    [40, 41, false],
    [40, 79, false],
    [40, 81, true],
    [300, 360, false],
    [300, 500, true],
    [300, 180, true],
    [300, 250, false],
    [5, 12, false],
  ])('usual round trip %d ms, this one %d ms: %s', (usualMs, rttMs, expected) => {
    run(10_000, true);
    expect(schedule.isSuspicious(10_000, rttMs, usualMs)).toBe(expected);
  });

  it('is followed up at most every five seconds, however noisy the link', () => {
    run(10_000, true);
    expect(schedule.isSuspicious(10_000, 500, 40)).toBe(true);
    expect(schedule.isSuspicious(14_999, 500, 40)).toBe(false);
    expect(schedule.isSuspicious(15_000, 500, 40)).toBe(true);
  });

  it('needs something to compare with', () => {
    run(10_000, true);
    expect(schedule.isSuspicious(10_000, 500, null)).toBe(false);
  });
});
