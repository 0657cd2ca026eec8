import { describe, expect, it } from 'vitest';
import { Direction, perfectLink, type Link } from './link.js';

/** A direction over a link whose chances come from the list, again and again. */
function direction(link: Partial<Link>, ...chances: number[]): Direction {
  let draws = 0;
  return new Direction(
    () => ({ ...perfectLink, ...link }),
    () => chances[draws++ % chances.length] ?? 0.5,
  );
}

/** Never lost, never late. */
const lucky = [0.999, 0] as const;

describe('a piece', () => {
  it('takes half the round trip', () => {
    expect(direction({ roundTripMs: 80 }, ...lucky).dueMs(1000, 100)).toBe(1040);
  });

  it('takes up to the jitter longer', () => {
    expect(direction({ roundTripMs: 80, jitterMs: 30 }, 0.999, 0.5).dueMs(1000, 100)).toBe(1055);
  });

  it('waits for its turn on a narrow link', () => {
    const narrow = direction({ bytesPerSecond: 1000 }, ...lucky);
    expect(narrow.dueMs(1000, 100)).toBe(1100);
    expect(narrow.dueMs(1000, 200)).toBe(1300);
    expect(narrow.dueMs(5000, 100)).toBe(5100);
  });

  it('never overtakes the one before it, whatever the jitter', () => {
    const jittery = direction({ roundTripMs: 10, jitterMs: 30 }, 0.999, 1, 0.999, 0);
    expect(jittery.dueMs(1000, 1)).toBe(1035);
    expect(jittery.dueMs(1001, 1)).toBe(1035);
    expect(jittery.dueMs(1100, 1)).toBe(1135);
  });

  it('that is lost comes a time-out later, and holds back those behind it', () => {
    const lossy = direction({ roundTripMs: 40, lossRate: 0.1 }, 0.05, 0, 0.999, 0);
    expect(lossy.dueMs(1000, 1)).toBe(1220);
    expect(lossy.dueMs(1001, 1)).toBe(1220);
  });

  it('of many segments is lost more easily', () => {
    expect(direction({ lossRate: 0.1 }, 0.2, 0).dueMs(0, 1460)).toBe(0);
    expect(direction({ lossRate: 0.1 }, 0.2, 0).dueMs(0, 4096)).toBe(200);
  });

  it('follows the link as it changes', () => {
    const link = { ...perfectLink };
    const changing = new Direction(() => link, () => 0.999);
    expect(changing.dueMs(0, 1)).toBe(0);
    link.roundTripMs = 300;
    expect(changing.dueMs(10, 1)).toBe(160);
  });
});

describe('the window', () => {
  it('is what the link holds and a tenth of a second of queue', () => {
    expect(direction({ roundTripMs: 300, bytesPerSecond: 1_000_000 }).windowBytes()).toBe(400_000);
  });

  it('stays within bounds', () => {
    expect(direction({ bytesPerSecond: 1000 }).windowBytes()).toBe(16 * 1024);
    expect(direction({}).windowBytes()).toBe(1024 * 1024);
  });
});
