import { beforeEach, describe, expect, it } from 'vitest';
import { DriftWindow } from './drift-window.js';

let window: DriftWindow;
let nowMs: number;

/** Measurements `gapMs` apart, ending now. */
function measure(drifts: readonly number[], gapMs = 25): void {
  for (const driftMs of drifts) {
    nowMs += gapMs;
    window.add(nowMs, driftMs);
  }
}

const steady = () => window.steadyDriftMs(nowMs);

beforeEach(() => {
  window = new DriftWindow();
  nowMs = 1000;
});

describe('a drift', () => {
  it('is the median of measurements that agree', () => {
    measure([-20.1, -19.9, -20]);
    expect(steady()).toBeCloseTo(-20, 6);
  });

  it.each([
    ['too few', [-20, -20], 100],
    ['too close together', [-20, -20, -20], 10],
    ['in disagreement', [-20, -45, -70, -95], 25],
    ['none', [], 25],
  ])('is unknown from measurements that are %s', (_, drifts, gapMs) => {
    measure(drifts, gapMs);
    expect(steady()).toBeNull();
  });

  it('is known again three looks after a leap', () => {
    measure(Array.from({ length: 10 }, () => 0));
    measure([-100, -100]);
    expect(steady()).toBeNull();
    measure([-100]);
    expect(steady()).toBe(-100);
  });

  it('is unknown for a media that stands while its party moves', () => {
    measure(Array.from({ length: 40 }, (_, n) => -25 * n));
    expect(steady()).toBeNull();
  });

  it('is forgotten when the media was moved', () => {
    measure([-20, -20, -20]);
    window.clear();
    expect(steady()).toBeNull();
  });

  it('grows old', () => {
    measure([-20, -20, -20]);
    nowMs += 1000;
    expect(steady()).toBeNull();
  });

  it('moves on with a commanded rate between two measurements', () => {
    window.setDeviation(nowMs, 0.01, false);
    measure([-20, -19.75, -19.5]);
    nowMs += 100;
    expect(steady()).toBeCloseTo(-18.5, 6);
  });
});

describe('a player whose position goes in steps', () => {
  const steps = (count: number, gapMs: number) => Array.from({ length: count }, (_, n) => -30 - ((n * gapMs) % 40));

  it('is believed after enough looks, at the middle of its scatter', () => {
    measure(steps(5, 57), 57);
    expect(steady()).toBeNull();
    measure(steps(12, 57), 57);
    expect(steady()).toBeGreaterThan(-65);
    expect(steady()).toBeLessThan(-35);
    expect(window.isScattered).toBe(true);
    expect(window.scatterMs).toBeGreaterThan(20);
  });

  it('is not believed from a few looks that meet the same part of a step', () => {
    measure(steps(12, 57), 57);
    window.clear();
    measure([-31, -31, -31]);
    expect(steady()).toBeNull();
  });

  it('is not a player that leapt once', () => {
    measure([...Array.from({ length: 8 }, () => 0), ...Array.from({ length: 8 }, () => -11)], 40);
    expect(window.scatterMs).toBeLessThan(4);
    expect(steady()).toBe(-11);
  });
});

it('allows more scatter while time is stretched, and wants more looks', () => {
  window.setDeviation(nowMs, 0, true);
  measure([-52, -45, -49, -47]);
  expect(steady()).toBeNull();
  measure([-52, -45, -49, -47]);
  expect(steady()).toBeCloseTo(-48, 6);
});
