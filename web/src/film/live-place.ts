// How far a party is behind a live stream, in numbers and words. Pure functions.

import type { LiveView } from '@matinee/sdk';
import { clockText, spokenTime } from '../text';

/** Segments come one at a time, so where a stream is live is known this exactly at best, in ms. */
const leastToleranceMs = 2000;

/** In ms; 0 for a party that is live. */
export function behindMs({ liveMs, segmentMs, ended }: LiveView, positionMs: number): number {
  const behind = Math.max(0, liveMs - positionMs);
  return !ended && behind < Math.max(leastToleranceMs, 1.5 * segmentMs) ? 0 : behind;
}

/** `LIVE`, or `−0:35`. */
export function placeText(view: LiveView, positionMs: number): string {
  const behind = behindMs(view, positionMs);
  return behind === 0 && !view.ended ? 'LIVE' : `−${clockText(behind)}`;
}

/** The same for screen readers. */
export function spokenPlace(view: LiveView, positionMs: number): string {
  const behind = behindMs(view, positionMs);
  if (view.ended) return behind < 1000 ? 'at the end' : `${spokenTime(behind)} before the end`;
  return behind === 0 ? 'live' : `${spokenTime(behind)} behind live`;
}
