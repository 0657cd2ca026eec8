// What ties the screens of a party together on a live stream. Every player counts its own time from whenever it came, so
// only the playlist can: by the dates of its segments (EXT-X-PROGRAM-DATE-TIME, RFC 8216, 4.3.2.6), or by their numbers
// where all are of one length. Both give a *stream time*, the same for everyone. Pure functions of a playlist.

/** One segment, as hls.js has it. */
export interface LiveSegment {
  /** Where it begins and how long it is in this player's time, in s. */
  readonly start: number;
  readonly duration: number;
  /** Its media sequence number. */
  readonly sn: number;
  /** When it was made, Unix ms; null where the playlist does not tell. */
  readonly programDateTime: number | null;
}

/** The parts of a media playlist this reads; a `LevelDetails` of hls.js (1.x) fits. */
export interface LivePlaylist {
  /** Whether more is to come: there is no EXT-X-ENDLIST. */
  readonly live: boolean;
  /** In s. */
  readonly targetduration: number;
  /** How far from the end players should stay (EXT-X-SERVER-CONTROL), in s; 0 when it does not tell. */
  readonly holdBack: number;
  /** How long ago its last segment appeared, in s. */
  readonly age: number;
  readonly fragments: readonly LiveSegment[];
  /** Its text. */
  readonly m3u8: string;
}

/** Tells when a segment begins, in ms; as a tie, in stream time. */
export type Tie = (segment: LiveSegment) => number;

/** Segments that players stay away from the end where the playlist does not tell (RFC 8216, 6.3.3). */
const segmentsHeldBack = 3;

/** How the segments of a playlist are placed in stream time; null where nothing places them alike for everyone. */
export function tieOf(playlist: LivePlaylist): Tie | null {
  const { fragments } = playlist;
  if (fragments.length === 0) return null;
  if (fragments.every(({ programDateTime }) => Number.isFinite(programDateTime))) return (segment) => segment.programDateTime ?? 0;
  const segmentMs = commonLengthMs(playlist);
  return segmentMs === null ? null : (segment) => segment.sn * segmentMs;
}

/**
 * The length all segments have by the playlist's text, in ms; null where they differ. What a player has measured since is
 * not used: no two players measure the same. The last segment of a stream that is over may be shorter.
 */
function commonLengthMs({ m3u8, live }: LivePlaylist): number | null {
  const lengths = [...m3u8.matchAll(/^#EXTINF:\s*([\d.]+)/gm)].map(([, seconds]) => Number(seconds) * 1000);
  if (!live && lengths.length > 1) lengths.pop();
  const [first] = lengths;
  return first !== undefined && first > 0 && lengths.every((length) => length === first) ? first : null;
}

/** The number of the last segment that begins no later than a time; -1 when all begin later. */
export function segmentAt({ fragments }: LivePlaylist, begins: Tie, timeMs: number): number {
  // From the end: that is where parties are.
  for (let index = fragments.length - 1; index >= 0; --index) {
    if (begins(fragments[index]!) <= timeMs) return index;
  }
  return -1;
}

/** The stream time at a position of the player, in ms; on either side of what the playlist has, time goes on evenly. */
export function streamTimeAt(playlist: LivePlaylist, tie: Tie, mediaMs: number): number {
  const found = segmentAt(playlist, ({ start }) => start * 1000, mediaMs);
  const segment = playlist.fragments[Math.max(0, found)];
  return segment === undefined ? mediaMs : tie(segment) + mediaMs - segment.start * 1000;
}

/** The player's position at a stream time, in ms; a gap between two segments is where the later one begins. */
export function mediaTimeAt(playlist: LivePlaylist, tie: Tie, streamMs: number): number {
  const { fragments } = playlist;
  const found = segmentAt(playlist, tie, streamMs);
  const segment = fragments[Math.max(0, found)];
  if (segment === undefined) return streamMs;
  const next = fragments[found + 1];
  const mediaMs = segment.start * 1000 + streamMs - tie(segment);
  return found >= 0 && next !== undefined ? Math.min(mediaMs, next.start * 1000) : mediaMs;
}

/** What of a stream can be played, in stream time. */
export interface StreamWindow {
  startMs: number;
  endMs: number;
  /** Where people watch who are live: away from the end by what it takes to never wait for data. */
  liveMs: number;
  /** The playlist's target duration, in ms. */
  segmentMs: number;
}

export function windowOf(playlist: LivePlaylist, tie: Tie): StreamWindow {
  const { fragments, targetduration, holdBack, age, live } = playlist;
  const segmentMs = targetduration * 1000;
  const [first, last] = [fragments[0], fragments.at(-1)];
  const startMs = first === undefined ? 0 : tie(first);
  const endMs = last === undefined ? 0 : tie(last) + last.duration * 1000;
  if (!live) return { startMs, endMs, liveMs: endMs, segmentMs };
  const heldBackMs = holdBack > 0 ? holdBack * 1000 : segmentsHeldBack * segmentMs;
  // Between two segments the edge moves on; a stream that has stopped does not.
  const edgeMs = endMs + Math.min(age * 1000, segmentMs);
  // In a short window the middle is as close as one can stay without falling out at its other end.
  return { startMs, endMs, liveMs: Math.max(edgeMs - heldBackMs, (startMs + endMs) / 2), segmentMs };
}
