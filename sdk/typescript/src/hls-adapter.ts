// An HTMLMediaElement that hls.js feeds.

import { ElementAdapter } from './media-adapter.js';

/** The parts of hls.js (1.x) this adapter uses; an instance of its `Hls` fits. */
export interface HlsPlayer {
  readonly config: { startPosition: number; maxLiveSyncPlaybackRate: number };
  /** The address of the playlist; null before `loadSource`. */
  readonly url: string | null;
}

/**
 * Lets hls.js load and the follower alone set position and rate: hls.js's own catching up with a live stream is switched
 * off, and loading begins where the party is instead of at the start.
 */
export class HlsAdapter extends ElementAdapter {
  constructor(
    element: HTMLMediaElement,
    private readonly player: HlsPlayer,
  ) {
    super(element);
    player.config.maxLiveSyncPlaybackRate = 1;
  }

  /** The playlist: the element's own address is a new object URL with every attachment. */
  override get source(): string {
    return this.player.url ?? super.source;
  }

  /** Heeded by hls.js until it has read the playlist. */
  prepare(positionMs: number): void {
    this.player.config.startPosition = positionMs / 1000;
  }
}
