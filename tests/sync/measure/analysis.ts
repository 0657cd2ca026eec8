// From the tracks of all clients to the figures of a window of time: distances at common instants, and how long it took
// until everyone was in place. Pure arithmetic, in ms of server time.

import { summarize, type Summary } from './statistics.js';
import { frameMs } from './timecode.js';
import type { Track } from './track.js';

/** Common instants are this far apart, in ms. */
const gridMs = 50;
/** Being in place means within this of the party: one frame. */
export const inPlaceMs = 40;
/** And staying there for this long. */
const steadyForMs = 2000;

/** Frames of a start are looked for this long around it: some players are early, some late. */
const startSpanMs = { before: 500, after: 5000 };

/** Distances within a window. */
export interface Distances {
  /** Between every two clients at the same instant. */
  pairs: Summary;
  /** Between every client and the party. */
  anchor: Summary;
  /**
   * Between every two screens: how much earlier one shows a frame than the other. Screens refresh 60 times a second, so
   * up to 17 ms of it are theirs.
   */
  screens: Summary;
  /** Of all pairs and instants, the share that showed the same frame, and the same or neighbouring ones; 0 to 1. */
  sameFrame: number;
  neighbouringFrame: number;
  /** Share of instants at which a client's film stood while the party played; 0 to 1. */
  standing: number;
  /** Share of instants at which a client could be read; 0 to 1. */
  covered: number;
}

/** Clients that are compared from `fromMs` to `toMs`. */
export interface Comparison {
  fromMs: number;
  toMs: number;
  tracks: readonly Track[];
}

/** The distances of clients at common instants. */
export function distances(comparisons: readonly Comparison[]): Distances {
  const anchor: number[] = [];
  const pairs: number[] = [];
  const screens: number[] = [];
  const frames: number[] = [];
  let instants = 0;
  let standing = 0;
  for (const { fromMs, toMs, tracks } of comparisons) {
    for (let at = fromMs; at <= toMs; at += gridMs) {
      const states = tracks.map((track) => track.at(at));
      instants += states.length;
      standing += states.filter((state) => state !== null && !state.moving).length;
      const drifts = states.flatMap((state) => (state === null ? [] : [state.driftMs]));
      anchor.push(...drifts);
      pairs.push(...differences(drifts));
      const shown = tracks.flatMap((track) => track.frameAt(at) ?? []);
      screens.push(...differences(shown.map(({ driftMs }) => driftMs)));
      const numbers = shown.map(({ mediaMs }) => Math.round(mediaMs / frameMs));
      frames.push(...differences(numbers).map(Math.abs));
    }
  }
  return {
    pairs: summarize(pairs),
    anchor: summarize(anchor),
    screens: summarize(screens),
    sameFrame: share(frames, (apart) => apart === 0),
    neighbouringFrame: share(frames, (apart) => apart <= 1),
    standing: standing / instants,
    covered: anchor.length / instants,
  };
}

function differences(values: readonly number[]): number[] {
  return values.flatMap((value, index) => values.slice(index + 1).map((other) => value - other));
}

function share<T>(values: readonly T[], accept: (value: T) => boolean): number {
  return values.length === 0 ? Number.NaN : values.filter(accept).length / values.length;
}

/**
 * How long after `fromMs` a client came to be in place and stayed, in ms; null if it did not before `toMs`. While the
 * party plays, a film that stands is not in place even if its position happens to be right.
 */
export function settledAfterMs(track: Track, fromMs: number, toMs: number, withinMs = inPlaceMs): number | null {
  const readings = track.readingsWithin(fromMs, toMs);
  let since: number | null = null;
  for (const { serverMs, driftMs, moving } of readings) {
    if (Math.abs(driftMs) > withinMs || !moving) since = null;
    else since ??= serverMs;
    if (since !== null && serverMs - since >= steadyForMs) return since - fromMs;
  }
  return null;
}

/** How late a client showed the film moving after a start: the first frame beyond `positionMs`, against its due time. */
export function firstFrameLatenessMs(track: Track, startsAtMs: number, positionMs: number): number | null {
  const first = track
    .framesWithin(startsAtMs - startSpanMs.before, startsAtMs + startSpanMs.after)
    .find(({ mediaMs }) => mediaMs > positionMs + frameMs / 2 && mediaMs < positionMs + startSpanMs.after);
  return first === undefined ? null : first.serverMs - (startsAtMs + first.mediaMs - positionMs);
}
