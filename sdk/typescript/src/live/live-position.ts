// How the position of a party names a moment of a live stream: as the time of the week. Positions have a limit
// (docs/protocol.md) that dates are beyond, and nothing is kept anywhere that everyone would have to know: who comes
// late finds the same moment with the playlist alone. Pure arithmetic.

/** Below lie the positions of films; a party there has not been put anywhere in its live stream yet. */
export const firstLivePositionMs = 100_000_000;

const weekMs = 7 * 24 * 3_600_000;

/** Whether a position is one of a live stream. */
export function isLivePosition(positionMs: number): boolean {
  return positionMs >= firstLivePositionMs;
}

/** The position of a stream time: how long the week is old there (the weeks of Unix time begin on Thursdays). */
export function livePositionOf(streamMs: number): number {
  return firstLivePositionMs + (((streamMs % weekMs) + weekMs) % weekMs);
}

/** The stream time of a position: in the week that brings it closest to `nearMs`. */
export function streamTimeOf(positionMs: number, nearMs: number): number {
  const inWeekMs = positionMs - firstLivePositionMs;
  return inWeekMs + Math.round((nearMs - inWeekMs) / weekMs) * weekMs;
}

/** The same moment with the least position: a party that has played over the week's end has gone on counting. */
export function canonicalPosition(positionMs: number): number {
  return isLivePosition(positionMs) ? livePositionOf(positionMs - firstLivePositionMs) : positionMs;
}
