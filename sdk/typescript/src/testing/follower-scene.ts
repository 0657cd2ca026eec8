// A media follower on a fake media, with a party and a clock that the test moves: what the follower's tests start from.

import { afterEach, beforeEach, vi } from 'vitest';
import { MediaFollower, type FollowerStatus, type OwnAction } from '../media-follower.js';
import type { PlaybackAnchor } from '../playback.js';
import { FakeMedia } from './fake-media.js';

/** What one test sees and moves; new for each. */
export class FollowerScene {
  readonly media = new FakeMedia();
  readonly follower: MediaFollower;
  readonly ownActions: OwnAction[] = [];
  anchor: PlaybackAnchor | null = null;
  holding = false;
  startAtMs: number | null = null;
  /** The last one told; there is one as soon as the follower has started. */
  status!: FollowerStatus;

  constructor() {
    this.media.startMs = 80;
    this.follower = new MediaFollower(this.media as unknown as HTMLMediaElement, {
      playback: () => this.anchor,
      serverNowMs: () => this.serverNowMs(),
      holding: () => this.holding,
      startAtMs: () => this.startAtMs,
    });
    this.follower.on('status', (next) => (this.status = next));
    this.follower.on('ownAction', (action) => this.ownActions.push(action));
    this.follower.start();
  }

  /** The server's clock runs with the local one here, 1000 s ahead. */
  serverNowMs(): number {
    return performance.now() + 1_000_000;
  }

  party(change: Partial<PlaybackAnchor>): void {
    this.anchor = { clipId: 'clip-1', positionMs: 0, atMs: this.serverNowMs(), playing: false, rate: 1, ...change };
    this.follower.update();
  }

  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** Where the film is against the party right now, in ms; what anyone with a stopwatch would see. */
  driftMs(): number {
    const { anchor } = this;
    if (anchor === null) throw new Error('no party');
    const elapsed = anchor.playing ? Math.max(0, this.serverNowMs() - anchor.atMs) * anchor.rate : 0;
    return this.media.currentTime * 1000 - anchor.positionMs - elapsed;
  }
}

/** Sets a new scene, with fake timers, before every test of a file; `scene()` is the present one. */
export function setFollowerScene(): () => FollowerScene {
  let scene: FollowerScene;
  beforeEach(() => {
    vi.useFakeTimers();
    scene = new FollowerScene();
  });
  afterEach(() => {
    scene.follower.stop();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  return () => scene;
}
