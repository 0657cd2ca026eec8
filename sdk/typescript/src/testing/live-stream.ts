// A live stream as players see it: one list of segments, of which each player has a window, in a time of its own.

import type { LivePlaylist, LiveSegment } from '../live/live-playlist.js';

/** What an encoder made: lengths in s, and the date of each segment, in Unix ms, where it tells. */
export interface MadeSegment {
  seconds: number;
  dateMs: number | null;
}

/** What one player knows of a stream. */
export interface Known {
  /** The number of the first segment in the window, and how many there are. */
  from: number;
  count: number;
  /** The player's own time where the window begins, in s. */
  origin?: number;
  ended?: boolean;
  age?: number;
  holdBack?: number;
}

/** A Wednesday, two minutes before the week of Unix time ends. */
export const nearWeeksEndMs = Date.UTC(2026, 0, 28, 23, 58);

/** Segments of the same length that follow one another without a gap. */
export function evenSegments(count: number, seconds = 2, firstDateMs: number | null = nearWeeksEndMs): MadeSegment[] {
  return Array.from({ length: count }, (_, index) => ({
    seconds,
    dateMs: firstDateMs === null ? null : firstDateMs + index * seconds * 1000,
  }));
}

/** The playlist as hls.js hands it to a player. */
export function playlistOf(made: readonly MadeSegment[], { from, count, origin = 0, ended = false, age = 0, holdBack = 0 }: Known): LivePlaylist {
  const shown = made.slice(from, from + count);
  const fragments: LiveSegment[] = [];
  let start = origin;
  for (const [index, { seconds, dateMs }] of shown.entries()) {
    fragments.push({ start, duration: seconds, sn: from + index, programDateTime: dateMs });
    start += seconds;
  }
  const m3u8 = shown.map(({ seconds }) => `#EXTINF:${seconds.toFixed(6)},\nsegment.m4s`).join('\n');
  return { live: !ended, targetduration: Math.ceil(Math.max(0, ...shown.map(({ seconds }) => seconds))), holdBack, age, fragments, m3u8 };
}
