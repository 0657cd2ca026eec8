import { beforeEach, describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock.js';

describe('the server clock', () => {
  let nowMs: number;
  let clock: ServerClock;

  /** An exchange over equal ways with a server that is `offsetMs` ahead. */
  function exchange(offsetMs: number, rttMs = 20): void {
    const t1 = nowMs + rttMs / 2 + offsetMs;
    const t0 = nowMs;
    nowMs += rttMs;
    clock.addSample({ t0, t1, t2: t1, t3: nowMs });
  }

  beforeEach(() => {
    nowMs = 1000;
    clock = new ServerClock(() => nowMs);
  });

  it('is unknown before anything was heard', () => {
    expect(clock.serverNowMs()).toBeNull();
    expect(clock.rttMs).toBeNull();
    expect(clock.offsetMs).toBeNull();
    expect(clock.uncertaintyMs).toBeNull();
  });

  it('takes the offset of an exchange with equal ways', () => {
    clock.addSample({ t0: 1000, t1: 501_020, t2: 501_025, t3: 1045 });
    nowMs = 1045;
    expect(clock.serverNowMs()).toBe(501_045);
    expect(clock.rttMs).toBe(40);
    expect(clock.synchronized).toBe(true);
  });

  it('rests on the earliest-arriving message until the first exchange', () => {
    clock.addOneWay(501_000);
    nowMs = 1200;
    clock.addOneWay(501_100);
    expect(clock.serverNowMs()).toBe(501_200);
    expect(clock.synchronized).toBe(false);
    clock.addSample({ t0: 1200, t1: 501_300, t2: 501_300, t3: 1200 });
    expect(clock.serverNowMs()).toBe(501_300);
  });

  it('takes improvements over at once while it is young', () => {
    exchange(500_000, 60);
    exchange(500_008, 20);
    expect(clock.offsetMs).toBeCloseTo(500_008, 6);
  });

  it('approaches later improvements too slowly to be heard, and never runs backwards', () => {
    exchange(500_000, 60);
    nowMs += 10_000;
    exchange(499_992, 20);
    expect(clock.offsetMs).toBeCloseTo(500_000, 6);
    let previous = clock.serverNowMs() ?? 0;
    for (let step = 0; step < 100; ++step) {
      nowMs += 10;
      const serverNow = clock.serverNowMs() ?? 0;
      expect(serverNow).toBeGreaterThan(previous);
      previous = serverNow;
    }
    expect(clock.offsetMs).toBeCloseTo(499_995, 6);
    nowMs += 2000;
    expect(clock.offsetMs).toBeCloseTo(499_992, 6);
  });

  it('takes a large difference over at once', () => {
    exchange(500_000, 300);
    nowMs += 10_000;
    exchange(500_100, 60);
    expect(clock.offsetMs).toBeCloseTo(500_100, 6);
  });

  it('starts anew when the local clock stood still while the machine slept', () => {
    exchange(500_000);
    nowMs += 10_000;
    exchange(560_000);
    expect(clock.offsetMs).toBeCloseTo(560_000, 6);
  });

  it('keeps a reading per second for a plot, and tells each change', () => {
    const told: number[] = [];
    clock.on('change', ({ rttMs }) => told.push(rttMs));
    for (let n = 0; n < 100; ++n) {
      exchange(500_000, 20);
      nowMs += 180;
    }
    expect(told).toHaveLength(100);
    expect(clock.history).toHaveLength(20);
    expect(clock.history[0]).toMatchObject({ atMs: 1020, offsetMs: 500_000, rttMs: 20 });
  });

  it('forgets everything on reset', () => {
    exchange(500_000);
    clock.reset();
    expect(clock.serverNowMs()).toBeNull();
  });
});
