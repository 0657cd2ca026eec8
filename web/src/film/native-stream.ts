// A live stream that the browser itself plays, where hls.js cannot work: it tells nothing that would tie screens together.

import { ElementAdapter, type LiveView, type PlaybackAnchor } from '@matinee/sdk';

export class NativeStreamAdapter extends ElementAdapter {
  /** A live stream just plays while the party plays. */
  resolve(anchor: PlaybackAnchor): PlaybackAnchor | null {
    return this.isLive ? null : anchor;
  }

  live(): LiveView | null {
    const { seekable } = this.element;
    if (!this.isLive || seekable.length === 0) return null;
    const [startMs, endMs] = [seekable.start(0) * 1000, seekable.end(seekable.length - 1) * 1000];
    return { tied: false, ended: false, startMs, endMs, liveMs: endMs, segmentMs: 0 };
  }

  placeFor(): null {
    return null;
  }

  private get isLive(): boolean {
    return this.element.duration === Number.POSITIVE_INFINITY;
  }
}
