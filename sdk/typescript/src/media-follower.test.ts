import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MediaFollower, type FollowerStatus, type OwnAction } from './media-follower.js';
import type { PlaybackAnchor } from './playback.js';
import { FakeMedia } from './testing/fake-media.js';

let media: FakeMedia;
let anchor: PlaybackAnchor | null;
let follower: MediaFollower;
let status: FollowerStatus;
let ownActions: OwnAction[];

/** The server's clock runs with the local one here, 1000 s ahead. */
const serverNowMs = () => performance.now() + 1_000_000;

function party(change: Partial<PlaybackAnchor>): void {
  anchor = { clipId: 'clip-1', positionMs: 0, atMs: serverNowMs(), playing: false, rate: 1, ...change };
  follower.update();
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  media = new FakeMedia();
  anchor = null;
  ownActions = [];
  follower = new MediaFollower(media as unknown as HTMLMediaElement, { playback: () => anchor, serverNowMs });
  follower.on('status', (next) => (status = next));
  follower.on('ownAction', (action) => ownActions.push(action));
  follower.start();
});
afterEach(() => {
  follower.stop();
  vi.useRealTimers();
});

describe('following', () => {
  it('is idle without a clip', () => {
    expect(status.state).toBe('idle');
  });

  it('plays when the party plays', async () => {
    party({ playing: true });
    await pass(1000);
    expect(media.paused).toBe(false);
    expect(status.state).toBe('in-sync');
    expect(Math.abs(status.driftMs ?? Number.NaN)).toBeLessThan(10);
  });

  it('pauses when the party pauses, on the party’s frame', async () => {
    party({ playing: true });
    await pass(1000);
    party({ positionMs: 950 });
    await pass(200);
    expect(media.paused).toBe(true);
    expect(media.currentTime).toBeCloseTo(0.95, 6);
    expect(status.state).toBe('paused');
    expect(ownActions).toEqual([]);
  });

  it('joins late at the party’s position', async () => {
    party({ positionMs: 60_000, playing: true });
    await pass(400);
    expect(media.currentTime).toBeCloseTo(60.4, 2);
  });

  it('holds a scheduled start until its time', async () => {
    party({ positionMs: 5000, playing: true, atMs: serverNowMs() + 150 });
    await pass(149);
    expect(media.paused).toBe(true);
    expect(media.currentTime).toBe(5);
    await pass(1);
    expect(media.paused).toBe(false);
  });

  it('plays at the party’s speed', async () => {
    party({ playing: true, rate: 1.5 });
    await pass(2000);
    expect(media.playbackRate).toBe(1.5);
    expect(media.currentTime).toBeCloseTo(3, 2);
  });

  it('waits for metadata', async () => {
    media.readyState = 0;
    party({ positionMs: 9000, playing: true });
    expect(status.state).toBe('loading');
    expect(media.seeks).toEqual([]);
    media.readyState = 4;
    media.dispatchEvent(new Event('loadedmetadata'));
    expect(media.seeks).toEqual([9]);
  });

  it('never seeks beyond the end, nor starts an ended media over', async () => {
    party({ positionMs: 500_000, playing: true });
    await pass(3000);
    expect(status.state).toBe('ended');
    expect(Math.max(...media.seeks)).toBe(180);
    expect(media.paused).toBe(true);
  });
});

describe('drift', () => {
  beforeEach(async () => {
    party({ playing: true });
    await pass(2000);
    media.seeks = [];
  });

  it('of 40 ms is left alone', async () => {
    media.slip(-0.04);
    await pass(200);
    expect(media.playbackRate).toBe(1);
  });

  it('of 100 ms is closed by rate, gently, without a seek', async () => {
    media.slip(-0.1);
    await pass(200);
    expect(media.playbackRate).toBeGreaterThan(1.02);
    expect(media.playbackRate).toBeLessThanOrEqual(1.06);
    expect(status.state).toBe('adjusting');
    await pass(5000);
    expect(Math.abs(status.driftMs ?? Number.NaN)).toBeLessThan(10);
    expect(media.playbackRate).toBe(1);
    expect(media.seeks).toEqual([]);
    expect(media.preservesPitch).toBe(true);
  });

  it('ahead slows the media down', async () => {
    media.slip(0.2);
    await pass(200);
    expect(media.playbackRate).toBeCloseTo(0.94, 9);
  });

  it('beyond a second is closed by one seek', async () => {
    media.slip(-1.5);
    await pass(200);
    expect(media.seeks).toHaveLength(1);
    await pass(1000);
    expect(media.seeks).toHaveLength(1);
    expect(Math.abs(status.driftMs ?? Number.NaN)).toBeLessThan(10);
  });

  it('left by slow seeks is aimed for by the next one', async () => {
    media.seekMs = 600;
    media.slip(-5);
    await pass(1200);
    const behind = status.driftMs ?? Number.NaN;
    expect(behind).toBeLessThan(-500);
    media.slip(-5);
    await pass(1000);
    expect(Math.abs(status.driftMs ?? Number.NaN)).toBeLessThan(150);
  });
});

describe('a person’s own action', () => {
  beforeEach(async () => {
    party({ playing: true });
    await pass(1000);
  });

  it('pause is left alone until they play again', async () => {
    media.pause();
    await pass(5000);
    expect(media.paused).toBe(true);
    expect(status.state).toBe('detached');
    expect(ownActions).toEqual([{ kind: 'pause' }]);
    await media.play();
    await pass(1000);
    expect(media.currentTime).toBeCloseTo(7, 1);
    expect(status.state).not.toBe('detached');
  });

  it('seek is left alone until they rejoin', async () => {
    media.currentTime = 90;
    await pass(5000);
    expect(media.currentTime).toBeCloseTo(95, 3);
    expect(status.state).toBe('detached');
    expect(ownActions).toEqual([{ kind: 'seek', positionMs: 90_000 }]);
    follower.rejoin();
    await pass(1000);
    expect(media.currentTime).toBeCloseTo(7, 1);
  });

  it('play while the party is paused is told and left alone', async () => {
    party({ positionMs: 1000 });
    await media.play();
    await pass(1000);
    expect(ownActions).toEqual([{ kind: 'play' }]);
    expect(media.paused).toBe(false);
  });

  it('does not outlive a new source', async () => {
    media.pause();
    media.dispatchEvent(new Event('emptied'));
    await pass(400);
    expect(media.paused).toBe(false);
  });
});

describe('the autoplay policy', () => {
  it('starts muted and says so; a click turns the sound on', async () => {
    media.policy = 'muted-only';
    party({ playing: true });
    await pass(400);
    expect(media.paused).toBe(false);
    expect(media.muted).toBe(true);
    expect(status.soundBlocked).toBe(true);
    follower.allowPlayback();
    expect(media.muted).toBe(false);
    expect(status.soundBlocked).toBe(false);
  });

  it('says when even muted playback needs a click', async () => {
    media.policy = 'refuse';
    party({ playing: true });
    await pass(1000);
    expect(status.state).toBe('blocked');
    media.policy = 'free';
    follower.allowPlayback();
    await pass(400);
    expect(media.paused).toBe(false);
  });
});

describe('the report', () => {
  it('tells position and readiness', async () => {
    party({ playing: true });
    await pass(1000);
    expect(follower.report()).toEqual({ position_ms: 1000, playing: true, buffering: false, ready: true });
    media.readyState = 2;
    expect(follower.report()).toMatchObject({ buffering: true, ready: false });
  });
});
