// An HTMLMediaElement that hls.js feeds.

import type { LivePlaylist } from './live/live-playlist.js';
import { isLivePosition } from './live/live-position.js';
import { LiveTimeline, type LiveView } from './live/live-timeline.js';
import { ElementAdapter, type MediaAdapter, type MediaHappening } from './media-adapter.js';
import type { PlaybackAnchor } from './playback.js';

/** The parts of hls.js (1.x) this adapter uses; an instance of its `Hls` fits. */
export interface HlsPlayer {
  readonly config: { startPosition: number; maxLiveSyncPlaybackRate: number };
  /** The address of the playlist; null before `loadSource`. */
  readonly url: string | null;
  /** The playlist of the last rendition that was loaded; null before. */
  readonly latestLevelDetails: LivePlaylist | null;
}

/** The start that leaves the choice to hls.js: live where a stream is live, the beginning elsewhere. */
const ownStart = -1;
/** A party this close to the beginning is there as well, in ms. */
const beginningMs = 1000;

/**
 * Lets hls.js load and the follower alone set position and rate: hls.js's own catching up with a live stream is switched
 * off, and loading begins where the party is instead of at the start. The positions of a live stream are the party's,
 * not the element's (docs/sync.md, "Live streams").
 */
export class HlsAdapter extends ElementAdapter {
  private readonly timeline: LiveTimeline;

  constructor(
    element: HTMLMediaElement,
    private readonly player: HlsPlayer,
  ) {
    super(element);
    player.config.maxLiveSyncPlaybackRate = 1;
    this.timeline = new LiveTimeline(() => player.latestLevelDetails);
  }

  /** The playlist: the element's own address is a new object URL with every attachment. */
  override get source(): string {
    return this.player.url ?? super.source;
  }

  /** What can be watched of a live stream; null for a film, and before the playlist is known. */
  live(): LiveView | null {
    return this.timeline.view();
  }

  /** Where a party that is meant to play must be moved, in ms; null where it can stay. See `LiveTimeline.placeFor`. */
  placeFor(positionMs: number): number | null {
    return this.timeline.placeFor(positionMs);
  }

  resolve(anchor: PlaybackAnchor, positionMs: number): PlaybackAnchor | null {
    return this.timeline.resolve(anchor, positionMs, (mediaMs) => this.hasData(mediaMs));
  }

  override look(): ReturnType<MediaAdapter['look']> {
    const look = super.look();
    if (!this.timeline.isLive) return look;
    const view = this.timeline.view();
    return {
      ...look,
      positionMs: this.timeline.toParty(look.positionMs),
      endMs: view?.ended === true ? view.endMs : Number.POSITIVE_INFINITY,
      buffered: look.buffered.map((range) => this.timeline.rangeToParty(range)),
    };
  }

  override seek(positionMs: number): void {
    super.seek(this.timeline.toMedia(positionMs));
  }

  /** Heeded by hls.js until it has read the playlist; where that is live, what the party's position means is not known. */
  prepare(positionMs: number): void {
    const choose = positionMs < beginningMs || isLivePosition(positionMs);
    this.player.config.startPosition = choose ? ownStart : positionMs / 1000;
  }

  /** hls.js moves a player itself that has fallen out of a live stream's window: that is nobody's wish. */
  override subscribe(listener: (happening: MediaHappening) => void): () => void {
    return super.subscribe((happening) => listener(happening === 'seeking' && this.timeline.isLive ? 'changed' : happening));
  }

  private hasData(mediaMs: number): boolean {
    return super.look().buffered.some(({ startMs, endMs }) => startMs <= mediaMs && mediaMs < endMs);
  }
}
