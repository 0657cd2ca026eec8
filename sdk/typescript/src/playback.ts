// The anchor of a party's playback and where it has moved since. Pure functions of server time.

import type { PlaybackFields } from './protocol.js';

/** At server time `atMs` the clip stood at `positionMs`, and since then it plays or not. */
export interface PlaybackAnchor {
  clipId: string | null;
  positionMs: number;
  /** Unix ms on the server's clock; may lie ahead for a scheduled start. */
  atMs: number;
  playing: boolean;
  /** Clip time per server time, 1 for normal speed. */
  rate: number;
}

/**
 * Reads the anchor out of any event. A scheduled start holds the position until it takes effect; a later event of
 * the same change carries a position that has already moved, so the later of both times counts.
 */
export function anchorOf(event: PlaybackFields): PlaybackAnchor {
  return {
    clipId: event.clip_id ?? null,
    positionMs: event.position_ms,
    atMs: Math.max(event.server_time_ms, event.effective_at_ms ?? 0),
    playing: event.is_playing,
    rate: event.rate ?? 1,
  };
}

/** Where the anchor stands at a server time, in ms into the clip. */
export function positionAt(anchor: PlaybackAnchor, serverNowMs: number): number {
  if (!anchor.playing) return anchor.positionMs;
  return anchor.positionMs + Math.max(0, serverNowMs - anchor.atMs) * anchor.rate;
}
