import { beforeEach, describe, expect, it } from 'vitest';
import { ReportSchedule, type Reported } from './report-schedule.js';

const playing: Reported = { playing: true, buffering: false, ready: true, driftMs: 2 };
const standing: Reported = { ...playing, playing: false, driftMs: null };
/** The server takes a report for old after so long. */
const freshnessMs = 10_000;
const lookMs = 200;

let schedule: ReportSchedule;
let nowMs: number;
beforeEach(() => {
  schedule = new ReportSchedule();
  nowMs = 1_000_000;
});

/** Looks every 200 ms for so long; when reports were made, in ms from the beginning. */
function watch(reported: Reported, forMs: number, everyMs = lookMs): number[] {
  const fromMs = nowMs;
  const made: number[] = [];
  for (; nowMs < fromMs + forMs; nowMs += everyMs) {
    if (!schedule.isDue(reported, nowMs)) continue;
    schedule.made(reported, nowMs);
    made.push(nowMs - fromMs);
  }
  return made;
}

describe('reports', () => {
  it('come once a second for 5 s after something is new, then every 4 s while the film plays', () => {
    expect(watch(playing, 18_000)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 9000, 13_000, 17_000]);
  });

  it('come every 7 s while it stands', () => {
    expect(watch(standing, 27_000)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 12_000, 19_000, 26_000]);
  });

  it.each([
    ['it lacks data', { buffering: true }],
    ['it is not ready', { ready: false }],
    ['it stands', { playing: false }],
  ])('come at once when %s, and more often after that', (_, change) => {
    watch(playing, 6400);
    expect(watch({ ...playing, ...change }, 6000)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  });

  it('come at once when the party has moved', () => {
    watch(playing, 6400);
    schedule.restart();
    expect(watch(playing, 6000)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  });

  it('come once a second while a playing film is out of step', () => {
    watch(playing, 6400);
    expect(watch({ ...playing, driftMs: -90 }, 3000)).toEqual([0, 1000, 2000]);
  });

  it('of one who is away by choice come as seldom as of one who stands', () => {
    watch({ ...standing, driftMs: -30_000 }, 6000);
    expect(watch({ ...standing, driftMs: -40_000 }, 21_000)).toHaveLength(3);
  });

  it.each([playing, standing])('are never old to the server, even with the late timers of a hidden page', (reported) => {
    const made = watch(reported, 120_000, 1000);
    const gaps = made.slice(1).map((atMs, index) => atMs - (made[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(freshnessMs - 2000);
  });
});
