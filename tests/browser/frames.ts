// What something costs a page: the processor time of its main thread, and the frames that were not drawn in time.

import type { CDPSession } from 'playwright-core';
import type { Person } from './person.js';

/** The display's, at 60 a second, in ms. */
const frameMs = 1000 / 60;

export interface Frames {
  /** Work of the main thread, in ms of its processor time, for each of what was measured. */
  busyMs: number;
  /** Of the frames there was time for, the share that was left out. */
  leftOut: number;
  /** The longest between two frames, in ms. */
  longestMs: number;
}

/** Measures while `act` goes on, which does `count` of something. */
export async function measureFrames(person: Person, count: number, act: () => Promise<unknown>): Promise<Frames> {
  const devtools = await person.page.context().newCDPSession(person.page);
  try {
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await person.page.evaluate(() => {
      const recorded = Object.assign(window, { frames: [] as number[], recording: true });
      const record = (at: number) => {
        recorded.frames.push(at);
        if (recorded.recording) requestAnimationFrame(record);
      };
      requestAnimationFrame(record);
    });
    const before = await busyMs(devtools);
    await act();
    const after = await busyMs(devtools);
    const frames = await person.page.evaluate(() => {
      const recorded = window as unknown as { frames: number[]; recording: boolean };
      recorded.recording = false;
      return recorded.frames;
    });
    return { busyMs: (after - before) / count, ...summary(frames) };
  } finally {
    await devtools.detach();
  }
}

function summary(frames: readonly number[]): Pick<Frames, 'leftOut' | 'longestMs'> {
  const intervals = frames.slice(1).map((at, n) => at - (frames[n] ?? at));
  const due = intervals.map((interval) => Math.max(1, Math.round(interval / frameMs)));
  const dueInAll = due.reduce((sum, each) => sum + each, 0);
  return { leftOut: dueInAll === 0 ? 0 : 1 - intervals.length / dueInAll, longestMs: Math.max(0, ...intervals) };
}

async function busyMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}
