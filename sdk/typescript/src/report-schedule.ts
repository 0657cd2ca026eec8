// When a player's report is due: at once when there is news, seldom while there is none. Pure; the caller has the clock.

import type { PlaybackReport } from './protocol.js';

/** What decides whether a report is worth sending. */
export type Reported = Pick<PlaybackReport, 'playing' | 'buffering' | 'ready'> & {
  /** Player minus party in ms; null while unknown. Counts only while the player plays. */
  driftMs: number | null;
};

/** After news, and while a playing film is out of step, in ms: what others see of it moves. */
const livelyMs = 1000;
/** How long after news reports stay frequent, in ms: until a start or a seek has settled, and a new line's round trip is known. */
const livelySpanMs = 5000;
/** In ms, while the film plays in step: a stall of the line of 5 s leaves the server's knowledge fresh. */
const playingMs = 4000;
/**
 * In ms, while it stands. The server takes a report for old after 10 s; 1 s of that is for the timers of a hidden page, and
 * 2 s are for the way there, with a segment lost.
 */
const standingMs = 7000;
/** A playing film this close to the party is in step: one frame, in ms. */
const inStepMs = 40;

/** The schedule of one player's reports over one connection. */
export class ReportSchedule {
  private last: Reported | null = null;
  private lastAtMs = Number.NEGATIVE_INFINITY;
  private newsAtMs = Number.NEGATIVE_INFINITY;

  /** The next report is news: the connection is new, or the party has moved, after which nobody counts as ready. */
  restart(): void {
    this.last = null;
  }

  /** Whether to send this one now. `nowMs` is local and monotonic. */
  isDue(reported: Reported, nowMs: number): boolean {
    return this.isNews(reported) || nowMs - this.lastAtMs >= this.intervalMs(reported);
  }

  /** It was sent. */
  made(reported: Reported, nowMs: number): void {
    if (this.isNews(reported)) this.newsAtMs = nowMs;
    this.last = reported;
    this.lastAtMs = nowMs;
  }

  private isNews({ playing, buffering, ready }: Reported): boolean {
    const { last } = this;
    return last === null || last.playing !== playing || last.buffering !== buffering || last.ready !== ready;
  }

  private intervalMs({ playing, driftMs }: Reported): number {
    if (this.lastAtMs - this.newsAtMs < livelySpanMs) return livelyMs;
    if (!playing) return standingMs;
    return driftMs === null || Math.abs(driftMs) <= inStepMs ? playingMs : livelyMs;
  }
}
