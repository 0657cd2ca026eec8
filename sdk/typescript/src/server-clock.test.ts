import { beforeEach, describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock.js';

describe('the server clock', () => {
  let nowMs: number;
  let clock: ServerClock;

  beforeEach(() => {
    nowMs = 1000;
    clock = new ServerClock(() => nowMs);
  });

  it('is unknown before anything was heard', () => {
    expect(clock.serverNowMs()).toBeNull();
    expect(clock.rttMs).toBeNull();
  });

  it('takes the offset of an exchange with equal ways', () => {
    clock.addSample({ t0: 1000, t1: 501_020, t2: 501_025, t3: 1045 });
    nowMs = 1045;
    expect(clock.serverNowMs()).toBe(501_045);
    expect(clock.rttMs).toBe(40);
    expect(clock.synchronized).toBe(true);
  });

  it('believes the sample of least round trip', () => {
    clock.addSample({ t0: 0, t1: 500_010, t2: 500_010, t3: 20 });
    clock.addSample({ t0: 100, t1: 500_390, t2: 500_390, t3: 400 });
    nowMs = 400;
    expect(clock.serverNowMs()).toBe(500_400);
    expect(clock.rttMs).toBe(20);
  });

  it('lets a good sample age out when newer ones exist', () => {
    clock.addSample({ t0: 0, t1: 500_010, t2: 500_010, t3: 20 });
    nowMs = 200_000;
    clock.addSample({ t0: 199_900, t1: 700_000, t2: 700_000, t3: 200_000 });
    expect(clock.rttMs).toBe(100);
  });

  it('drops exchanges that cannot have happened', () => {
    clock.addSample({ t0: 100, t1: 0, t2: 50, t3: 100 });
    clock.addSample({ t0: Number.NaN, t1: 0, t2: 0, t3: 1 });
    expect(clock.synchronized).toBe(false);
  });

  it('rests on the earliest-arriving message until the first exchange', () => {
    clock.addOneWay(501_000);
    nowMs = 1200;
    clock.addOneWay(501_100);
    expect(clock.serverNowMs()).toBe(501_200);
    clock.addSample({ t0: 1200, t1: 501_300, t2: 501_300, t3: 1200 });
    expect(clock.serverNowMs()).toBe(501_300);
  });

  it('forgets everything on reset', () => {
    clock.addSample({ t0: 0, t1: 500_010, t2: 500_010, t3: 20 });
    clock.reset();
    expect(clock.serverNowMs()).toBeNull();
  });
});
