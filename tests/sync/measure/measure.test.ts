// The arithmetic between what pages write down and the figures in the table.

import { describe, expect, it } from 'vitest';
import type { PositionRecord } from '../page/recorder.js';
import { distances, firstFrameLatenessMs, settledAfterMs } from './analysis.js';
import { ClockBounds } from './clock-bounds.js';
import { quantile, summarize } from './statistics.js';
import { readFrameNumber } from './timecode.js';
import { Timeline, type PlaybackEvent } from './timeline.js';
import { Track } from './track.js';

const event = (change: Partial<PlaybackEvent>): PlaybackEvent => ({
  type: 'sync',
  clip_id: 'film',
  position_ms: 0,
  server_time_ms: 0,
  is_playing: true,
  rate: 1,
  revision: 1,
  epoch: 1,
  ...change,
});

/** A party that plays from 0 at server time 0. */
function playing(): Timeline {
  const timeline = new Timeline();
  timeline.add(event({}));
  return timeline;
}

/** Readings every 25 ms of a client whose distance from the party at each time is given. */
function track(name: string, driftAt: (ms: number) => number, moving: (ms: number) => boolean = () => true): Track {
  const positions = Array.from({ length: 401 }, (_, n): PositionRecord => {
    const at = n * 25;
    return [at, at + driftAt(at), 1, moving(at) ? 1 : 0];
  });
  return new Track(name, positions, [], 0, playing());
}

describe('bounds of a clock', () => {
  it('hold whatever the way there and back took', () => {
    const bounds = new ClockBounds();
    bounds.add({ askedMs: 100, knownMs: 110, readingMs: 1107, resolutionMs: 0 });
    expect(bounds.offsetMs).toBe(1002);
    expect(bounds.errorMs).toBe(5);
  });

  it('narrow with every look, and allow for rounding', () => {
    const bounds = new ClockBounds();
    bounds.add({ askedMs: 100, knownMs: 101, readingMs: 1100, resolutionMs: 1 });
    bounds.add({ askedMs: 200.5, knownMs: 201.5, readingMs: 1201, resolutionMs: 1 });
    expect(bounds.offsetMs).toBeCloseTo(1000.25);
    expect(bounds.errorMs).toBeCloseTo(0.75);
  });

  it('show a clock that was stepped', () => {
    const bounds = new ClockBounds();
    bounds.add({ askedMs: 100, knownMs: 101, readingMs: 1100, resolutionMs: 0 });
    bounds.add({ askedMs: 200, knownMs: 201, readingMs: 1300, resolutionMs: 0 });
    expect(bounds.errorMs).toBeLessThan(0);
  });
});

describe('the timeline', () => {
  it('stands until a change takes effect, and moves at its rate', () => {
    const timeline = new Timeline();
    timeline.add(event({ position_ms: 5000, server_time_ms: 100, effective_at_ms: 300, rate: 2 }));
    expect(timeline.positionMs(50)).toBeNaN();
    expect(timeline.positionMs(200)).toBe(5000);
    expect(timeline.positionMs(1300)).toBe(7000);
  });

  it('takes each revision once, and a lower one only of a new epoch', () => {
    const timeline = playing();
    expect(timeline.add(event({ position_ms: 999 }))).toBe(false);
    expect(timeline.add(event({ position_ms: 5000, server_time_ms: 1000, is_playing: false, revision: 2 }))).toBe(true);
    expect(timeline.add(event({ revision: 1 }))).toBe(false);
    expect(timeline.positionMs(2000)).toBe(5000);
    expect(timeline.positionMs(500)).toBe(500);
    expect(timeline.add(event({ server_time_ms: 3000, revision: 1, epoch: 2 }))).toBe(true);
  });
});

describe('distances', () => {
  it('are taken between every two clients and from the party', () => {
    const found = distances([
      { fromMs: 1000, toMs: 9000, tracks: [track('a', () => 10), track('b', () => -5), track('c', () => 0)] },
    ]);
    expect(found.pairs.max).toBeCloseTo(15);
    expect(found.pairs.p50).toBeCloseTo(10);
    expect(found.anchor.p50).toBeCloseTo(5);
    expect(found.covered).toBe(1);
    expect(found.standing).toBe(0);
  });

  it('say where a client could not be read', () => {
    const gap = track('a', () => 0);
    gap.readings.splice(100, 200);
    expect(distances([{ fromMs: 0, toMs: 10_000, tracks: [gap] }]).covered).toBeCloseTo(0.5, 1);
  });

  it('do not mix what was before a change with what is after', () => {
    const timeline = playing();
    timeline.add(event({ position_ms: 60_000, server_time_ms: 5010, revision: 2 }));
    const client = new Track('a', [[5000, 5000, 1, 1], [5025, 50_000, 1, 1]], [], 0, timeline);
    expect(client.at(5005)?.driftMs).toBe(0);
  });
});

describe('being in place', () => {
  it('begins where a client stays within a frame', () => {
    expect(settledAfterMs(track('a', (at) => (at < 3000 ? 200 : 10)), 1000, 9000)).toBe(2000);
  });

  it('does not count a visit', () => {
    const visits = track('a', (at) => (at < 2000 || (at > 3000 && at < 4000) ? 100 : 0));
    expect(settledAfterMs(visits, 1000, 9000)).toBe(3000);
  });

  it('does not count a film that stands', () => {
    expect(settledAfterMs(track('a', () => 0, () => false), 1000, 9000)).toBeNull();
  });

  it('needs two seconds of staying', () => {
    expect(settledAfterMs(track('a', (at) => (at < 8000 ? 100 : 0)), 1000, 9000)).toBeNull();
  });
});

describe('the first frame', () => {
  it('is the first beyond where the film stood, against its due time', () => {
    const client = new Track('a', [], [[800, 90_000, null], [900, 5000, null], [1060, 5040, null], [1100, 5080, null]], 0, playing());
    expect(firstFrameLatenessMs(client, 1000, 5000)).toBe(20);
    expect(firstFrameLatenessMs(client, 9000, 5000)).toBeNull();
  });
});

describe('quantiles', () => {
  it('are values that were measured', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.95)).toBe(4);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('are of sizes', () => {
    expect(summarize([-3, 1, 2])).toEqual({ count: 3, p50: 2, p95: 3, p99: 3, max: 3 });
  });
});

describe('the row of blocks', () => {
  const row = (text: string) => [...text].map((bit) => (bit === '1' ? 240 : 12));

  it('says the frame number', () => {
    expect(readFrameNumber(row('1' + '0100111000101' + '0' + '0'))).toBe(2501);
    expect(readFrameNumber(row('1' + '0000000000001' + '1' + '0'))).toBe(1);
  });

  it('is refused with a wrong parity, border or length', () => {
    expect(readFrameNumber(row('1' + '0100111000101' + '1' + '0'))).toBeNull();
    expect(readFrameNumber(row('0' + '0100111000101' + '0' + '0'))).toBeNull();
    expect(readFrameNumber(row('1' + '0100111000101' + '0' + '1'))).toBeNull();
    expect(readFrameNumber(row('10'))).toBeNull();
  });
});
