import { beforeEach, describe, expect, it } from 'vitest';
import { ClockEstimator } from './clock-estimator.js';

/** The server's clock minus the local one in these tests. */
const offsetMs = 500_000;

let nowMs: number;
let estimator: ClockEstimator;

/** An exchange that starts now, over ways of these lengths. */
function exchange(thereMs: number, backMs: number, offset = offsetMs): void {
  const t0 = nowMs;
  const serverMs = t0 + thereMs + offset;
  nowMs = t0 + thereMs + backMs;
  estimator.add({ t0, t1: serverMs, t2: serverMs, t3: nowMs });
}

/** Numbers evenly spread over 0-1 that look like chance and are the same every time. */
function chance(): () => number {
  let seed = 42;
  return () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 32;
  };
}

beforeEach(() => {
  nowMs = 1000;
  estimator = new ClockEstimator();
});

it('knows nothing before the first exchange', () => {
  expect(estimator.estimate(nowMs)).toBeNull();
});

it('finds the offset of one exchange with equal ways, uncertain by half the round trip', () => {
  exchange(20, 20);
  expect(estimator.estimate(nowMs)).toMatchObject({ offsetMs, rttMs: 40 });
  expect(estimator.estimate(nowMs)?.uncertaintyMs).toBeCloseTo(20.5, 6);
});

it('takes each direction from the exchange that met no queue there', () => {
  exchange(10, 80);
  exchange(90, 10);
  expect(estimator.estimate(nowMs)).toMatchObject({ offsetMs, rttMs: 90 });
});

it('does not count the time the server took', () => {
  estimator.add({ t0: 0, t1: offsetMs + 10, t2: offsetMs + 110, t3: 120 });
  expect(estimator.estimate(120)).toMatchObject({ offsetMs, rttMs: 20 });
});

it.each([
  [{ t0: 100, t1: 0, t2: 50, t3: 100 }],
  [{ t0: Number.NaN, t1: 0, t2: 0, t3: 1 }],
  [{ t0: 0, t1: 0, t2: 0, t3: Number.POSITIVE_INFINITY }],
])('drops an exchange that cannot have happened: %j', (sample) => {
  expect(estimator.add(sample)).toBe(false);
  expect(estimator.estimate(0)).toBeNull();
});

describe('on a link of 300 ms with 30 ms of jitter in each direction', () => {
  it('is within 5 ms after the first burst and within 2 ms later, and says so', () => {
    const random = chance();
    const errors = { burst: [] as number[], later: [] as number[] };
    for (let run = 0; run < 200; ++run) {
      estimator = new ClockEstimator();
      for (let n = 1; n <= 45; ++n) {
        exchange(150 + random() * 30, 150 + random() * 30);
        nowMs += 1000;
        const error = Math.abs((estimator.estimate(nowMs)?.offsetMs ?? Number.NaN) - offsetMs);
        if (n === 12) errors.burst.push(error);
        if (n === 45) errors.later.push(error);
      }
    }
    const p95 = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length * 0.95)];
    expect(p95(errors.burst)).toBeLessThan(5);
    expect(p95(errors.later)).toBeLessThan(2);
    expect(estimator.estimate(nowMs)?.uncertaintyMs).toBeLessThan(5);
  });
});

describe('a change of the way', () => {
  it('to a longer one shows in the round trip within six exchanges and leaves the offset alone', () => {
    for (let n = 0; n < 20; ++n) exchange(10, 10);
    for (let n = 0; n < 6; ++n) exchange(160, 160);
    expect(estimator.estimate(nowMs)).toMatchObject({ offsetMs, rttMs: 320 });
  });

  it('to a shorter one shows at once', () => {
    for (let n = 0; n < 20; ++n) exchange(160, 160);
    exchange(10, 10);
    expect(estimator.estimate(nowMs)).toMatchObject({ offsetMs, rttMs: 20 });
  });

  it('to one that is longer in one direction only does not move the offset as long as better samples are there', () => {
    for (let n = 0; n < 20; ++n) exchange(10, 10);
    for (let n = 0; n < 10; ++n) exchange(260, 10);
    expect(estimator.estimate(nowMs)?.offsetMs).toBe(offsetMs);
  });
});

describe('a local clock that stood still while the machine slept', () => {
  it('is contradicted by the first exchange, which replaces everything before', () => {
    for (let n = 0; n < 20; ++n) exchange(20, 20);
    exchange(20, 20, offsetMs + 3_600_000);
    expect(estimator.contradictions).toBe(1);
    expect(estimator.estimate(nowMs)?.offsetMs).toBe(offsetMs + 3_600_000);
  });

  it('is not suspected because of a delay', () => {
    for (let n = 0; n < 20; ++n) exchange(20, 20);
    exchange(20, 5000);
    exchange(5000, 20);
    expect(estimator.contradictions).toBe(0);
    expect(estimator.estimate(nowMs)?.offsetMs).toBe(offsetMs);
  });
});

it('lets samples go after a minute, since crystals drift', () => {
  exchange(10, 10);
  nowMs += 61_000;
  exchange(50, 50);
  expect(estimator.estimate(nowMs)?.uncertaintyMs).toBeCloseTo(50.5, 6);
});

it('grows less certain with the age of the last exchange', () => {
  exchange(10, 10);
  const { uncertaintyMs } = estimator.estimate(nowMs)!;
  expect(estimator.estimate(nowMs + 100_000)?.uncertaintyMs).toBeCloseTo(uncertaintyMs + 2, 6);
});
