// What one client did over a run, on the server's true clock: from the recorder's raw readings to distances from the
// party at any instant. Pure arithmetic, in ms.

import type { FrameRecord, PositionRecord } from '../page/recorder.js';
import { positionIn, type Stretch, type Timeline } from './timeline.js';

/** Readings further apart than this are not joined by a line: the page was too busy to say where the film was. */
const longestGapMs = 200;

/** A reading of a client's position. */
export interface Reading {
  serverMs: number;
  positionMs: number;
  /** Position minus the party's true position then. */
  driftMs: number;
  rate: number;
  moving: boolean;
  /** What the party did then. */
  stretch: Stretch | undefined;
}

/** A frame on a client's screen. */
export interface ShownFrame {
  serverMs: number;
  mediaMs: number;
  /** The frame's own time minus the party's true position when it was shown. */
  driftMs: number;
  blocks: number[] | null;
}

/** One client's readings, in order of time. */
export class Track {
  readonly readings: Reading[];
  readonly frames: ShownFrame[];

  /** `offsetMs`: server time minus the page's clock. */
  constructor(
    readonly name: string,
    positions: readonly PositionRecord[],
    frames: readonly FrameRecord[],
    offsetMs: number,
    timeline: Timeline,
  ) {
    this.readings = positions.map(([at, positionMs, rate, moving]) => {
      const serverMs = at + offsetMs;
      const stretch = timeline.at(serverMs);
      const driftMs = stretch === undefined ? Number.NaN : positionMs - positionIn(stretch, serverMs);
      return { serverMs, positionMs, driftMs, rate, moving: moving === 1, stretch };
    });
    this.frames = frames.map(([at, mediaMs, blocks]) => {
      const serverMs = at + offsetMs;
      return { serverMs, mediaMs, driftMs: mediaMs - timeline.positionMs(serverMs), blocks };
    });
  }

  /**
   * Distance from the party at an instant, between the two readings around it; null where there are none close enough.
   * `moving` says that the film played at both.
   */
  at(serverMs: number): { driftMs: number; moving: boolean } | null {
    const after = firstAtOrAfter(this.readings, serverMs);
    const right = this.readings[after];
    const left = this.readings[after - 1];
    if (left === undefined || right === undefined || right.serverMs - left.serverMs > longestGapMs) return null;
    // A change of playback between the two: what was true before it still holds.
    if (left.stretch !== right.stretch) return left;
    const share = (serverMs - left.serverMs) / (right.serverMs - left.serverMs);
    return {
      driftMs: left.driftMs + share * (right.driftMs - left.driftMs),
      moving: left.moving && right.moving,
    };
  }

  /** The frame on the screen at an instant. */
  frameAt(serverMs: number): ShownFrame | null {
    return this.frames[firstAtOrAfter(this.frames, serverMs + Number.EPSILON) - 1] ?? null;
  }

  readingsWithin(fromMs: number, toMs: number): Reading[] {
    return this.readings.slice(firstAtOrAfter(this.readings, fromMs), firstAtOrAfter(this.readings, toMs));
  }

  framesWithin(fromMs: number, toMs: number): ShownFrame[] {
    return this.frames.slice(firstAtOrAfter(this.frames, fromMs), firstAtOrAfter(this.frames, toMs));
  }
}

function firstAtOrAfter(entries: readonly { serverMs: number }[], serverMs: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.serverMs < serverMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
