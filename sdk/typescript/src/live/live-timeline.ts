// Translates between one player's own time and the positions of a party, for a stream that is, or was, live. Keeps which
// moment of the stream the party is at; everything else is read from the playlist. See docs/sync.md, "Live streams".

import type { BufferedRange } from '../sync/playback-controller.js';
import type { PlaybackAnchor } from '../playback.js';
import { mediaTimeAt, segmentAt, streamTimeAt, tieOf, windowOf, type LivePlaylist, type StreamWindow, type Tie } from './live-playlist.js';
import { isLivePosition, livePositionOf, streamTimeOf } from './live-position.js';

/** What can be watched of a live stream, as positions of the party, in ms. */
export interface LiveView {
  /** Whether anything in the playlist ties the screens of a party together; without it the positions are this player's. */
  tied: boolean;
  /** No more will come. */
  ended: boolean;
  startMs: number;
  endMs: number;
  /** Where people watch who are live; a party that is asked to be live goes there. */
  liveMs: number;
  /** The length of a segment at most. */
  segmentMs: number;
}

/** A moment of the stream, in both ways of counting. */
interface Moment {
  positionMs: number;
  streamMs: number;
}

/** A playlist with what ties screens together. */
interface TiedPlaylist {
  playlist: LivePlaylist;
  tie: Tie;
  window: StreamWindow;
}

/** Dates of segments are told by clocks: less than this between the end of one and the next is no gap, in ms. */
const gapMs = 1000;

export class LiveTimeline {
  /** Where the party is; null while what plays is counted as a film is. */
  private moment: Moment | null = null;
  /** Where a party stands that has no place in the stream: chosen once, as the window moves on. */
  private refugeMs: number | null = null;
  /** A stream that nothing ties is so to its end: what it is then, and where, each screen would find out by itself. */
  private loose = false;
  private known: { playlist: LivePlaylist; tie: Tie | null } | null = null;

  constructor(private readonly playlist: () => LivePlaylist | null) {}

  /** Whether the player's time is not the party's: what is played is a live stream, or was one when the party was there. */
  get isLive(): boolean {
    return this.moment !== null || this.loose || this.playlist()?.live === true;
  }

  /**
   * What a player should follow where the party follows `anchor` and is at `positionMs` now: `null` where that says
   * nothing about this stream, and one plays without being in step. `isThere` tells whether the player has the data of
   * a position of its own.
   */
  resolve(anchor: PlaybackAnchor, positionMs: number, isThere: (mediaMs: number) => boolean): PlaybackAnchor | null {
    const playlist = this.playlist();
    this.loose ||= playlist?.live === true && this.tied() === null;
    if (this.loose) return null;
    const tied = this.tiedAt(positionMs);
    if (tied === null) {
      this.moment = null;
      return anchor;
    }
    const streamMs = streamTimeOf(positionMs, tied.window.endMs);
    const outside = this.placeFor(positionMs);
    if (outside === null || (isLivePosition(positionMs) && isThere(mediaTimeAt(tied.playlist, tied.tie, streamMs)))) {
      this.refugeMs = null;
      this.moment = { positionMs, streamMs };
      return anchor;
    }
    this.moment = this.refugeFrom(outside, tied.window);
    return anchor.playing ? null : { ...anchor, positionMs: this.moment.positionMs };
  }

  /**
   * Where a party that is meant to play must be moved, since there is nothing of the stream where it is, as a position in
   * ms: to where it is live when it has not been anywhere yet, on to what is left when it has fallen behind what is kept,
   * and over a gap. Null where it can stay.
   */
  placeFor(positionMs: number): number | null {
    const tied = this.tiedAt(positionMs);
    if (tied === null) return null;
    const { playlist, tie, window } = tied;
    if (!isLivePosition(positionMs)) return livePositionOf(window.liveMs);
    const streamMs = streamTimeOf(positionMs, window.endMs);
    if (streamMs < window.startMs) {
      const lengthMs = window.endMs - window.startMs;
      // With a margin, so that it is still there when everyone has arrived; of a stream that is over nothing disappears.
      return livePositionOf(window.startMs + (playlist.live ? Math.min(2 * window.segmentMs, lengthMs / 2) : 0));
    }
    const index = segmentAt(playlist, tie, streamMs);
    const [segment, next] = [playlist.fragments[index], playlist.fragments[index + 1]];
    if (segment === undefined || next === undefined) return null;
    const inGap = streamMs >= tie(segment) + segment.duration * 1000 && tie(next) - streamMs > gapMs;
    return inGap ? livePositionOf(tie(next)) : null;
  }

  /** Null while what plays is counted as a film is. */
  view(): LiveView | null {
    const playlist = this.playlist();
    if (playlist === null || !this.isLive) return null;
    const tied = this.tied();
    const window = tied?.window ?? windowOf(playlist, (segment) => segment.start * 1000);
    const position = (streamMs: number) => (tied === null ? streamMs : this.positionOf(streamMs));
    return {
      tied: tied !== null,
      ended: !playlist.live,
      startMs: position(window.startMs),
      endMs: position(window.endMs),
      liveMs: position(window.liveMs),
      segmentMs: window.segmentMs,
    };
  }

  /** The party's position for one of the player's, in ms. */
  toParty(mediaMs: number): number {
    const tied = this.tied();
    if (this.moment === null || tied === null) return mediaMs;
    return this.positionOf(streamTimeAt(tied.playlist, tied.tie, mediaMs));
  }

  /** The player's position for one of the party's, in ms. */
  toMedia(positionMs: number): number {
    const tied = this.tied();
    if (this.moment === null || tied === null) return positionMs;
    return mediaTimeAt(tied.playlist, tied.tie, this.moment.streamMs + positionMs - this.moment.positionMs);
  }

  rangeToParty({ startMs, endMs }: BufferedRange): BufferedRange {
    return { startMs: this.toParty(startMs), endMs: this.toParty(endMs) };
  }

  /** Near the party's own count, which goes on over the end of a week. */
  private positionOf(streamMs: number): number {
    return this.moment === null ? livePositionOf(streamMs) : this.moment.positionMs + streamMs - this.moment.streamMs;
  }

  private refugeFrom(positionMs: number, { startMs, endMs }: StreamWindow): Moment {
    const kept = this.refugeMs !== null && this.refugeMs >= startMs && this.refugeMs <= endMs;
    const streamMs = kept && this.refugeMs !== null ? this.refugeMs : streamTimeOf(positionMs, endMs);
    this.refugeMs = streamMs;
    return { positionMs: livePositionOf(streamMs), streamMs };
  }

  /** Null where a party at that position watches a film: a stream that is over is one, unless the party was there before. */
  private tiedAt(positionMs: number): TiedPlaylist | null {
    const tied = this.tied();
    return tied !== null && (tied.playlist.live || isLivePosition(positionMs)) ? tied : null;
  }

  private tied(): TiedPlaylist | null {
    const playlist = this.playlist();
    if (playlist === null || this.loose) return null;
    if (this.known?.playlist !== playlist) this.known = { playlist, tie: tieOf(playlist) };
    const { tie } = this.known;
    return tie === null ? null : { playlist, tie, window: windowOf(playlist, tie) };
  }
}
