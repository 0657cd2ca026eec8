// A media to which the party's position says nothing: it plays while the party plays, and nothing else is claimed of it.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ElementAdapter } from './media-adapter.js';
import { MediaFollower, type FollowerStatus } from './media-follower.js';
import type { PlaybackAnchor } from './playback.js';
import { FakeMedia } from './testing/fake-media.js';

let media: FakeMedia;
let follower: MediaFollower;
let status: FollowerStatus;
let anchor: PlaybackAnchor;
let placed: boolean;

class LooseAdapter extends ElementAdapter {
  resolve(party: PlaybackAnchor): PlaybackAnchor | null {
    return placed ? party : null;
  }
}

async function party(change: Partial<PlaybackAnchor>): Promise<void> {
  anchor = { ...anchor, atMs: performance.now(), ...change };
  follower.update();
  await vi.advanceTimersByTimeAsync(1000);
}

beforeEach(() => {
  vi.useFakeTimers();
  placed = false;
  media = new FakeMedia();
  media.slip(70);
  anchor = { clipId: 'clip-1', positionMs: 5000, atMs: performance.now(), playing: false, rate: 1 };
  follower = new MediaFollower(new LooseAdapter(media as unknown as HTMLMediaElement), {
    playback: () => anchor,
    serverNowMs: () => performance.now(),
  });
  follower.on('status', (next) => (status = next));
  follower.start();
});
afterEach(() => {
  follower.stop();
  vi.useRealTimers();
});

it('plays and pauses with the party, and is moved nowhere', async () => {
  await party({ playing: true });
  expect(media.paused).toBe(false);
  expect(status).toMatchObject({ state: 'unaligned', driftMs: null });
  await party({ playing: false });
  expect(media.paused).toBe(true);
  expect(status.state).toBe('paused');
  expect(media.seeks).toEqual([]);
});

it('holds up nobody', async () => {
  await party({ playing: true });
  expect(follower.report()).toMatchObject({ position_ms: 6000, playing: true, buffering: false, ready: true });
});

it('does not begin anew at its end', async () => {
  await party({ playing: true });
  media.slip(1000);
  media.pause();
  await party({});
  expect(media.paused).toBe(true);
  expect(status.state).toBe('ended');
});

it('is in step as soon as the party’s position says where', async () => {
  await party({ playing: true });
  placed = true;
  await party({ positionMs: 90_000 });
  await vi.advanceTimersByTimeAsync(3000);
  expect(status.state).toBe('in-sync');
  expect(media.currentTime).toBeCloseTo(94, 1);
});

it('goes on at its own speed when it no longer does', async () => {
  placed = true;
  await party({ playing: true, positionMs: 70_000, rate: 1.5 });
  placed = false;
  await party({});
  expect(media.playbackRate).toBe(1);
});
