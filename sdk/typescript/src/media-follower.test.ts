import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MediaFollower, type FollowerStatus, type OwnAction } from './media-follower.js';
import type { PlaybackAnchor } from './playback.js';
import { FakeMedia } from './testing/fake-media.js';

let media: FakeMedia;
let anchor: PlaybackAnchor | null;
let holding: boolean;
let startAtMs: number | null;
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

/** Where the film is against the party right now, in ms; what anyone with a stopwatch would see. */
function driftMs(): number {
  if (anchor === null) throw new Error('no party');
  const elapsed = anchor.playing ? Math.max(0, serverNowMs() - anchor.atMs) * anchor.rate : 0;
  return media.currentTime * 1000 - anchor.positionMs - elapsed;
}

beforeEach(() => {
  vi.useFakeTimers();
  media = new FakeMedia();
  media.startMs = 80;
  anchor = null;
  holding = false;
  startAtMs = null;
  ownActions = [];
  follower = new MediaFollower(media as unknown as HTMLMediaElement, {
    playback: () => anchor,
    serverNowMs,
    holding: () => holding,
    startAtMs: () => startAtMs,
  });
  follower.on('status', (next) => (status = next));
  follower.on('ownAction', (action) => ownActions.push(action));
  follower.start();
});
afterEach(() => {
  follower.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('following', () => {
  it('is idle without a clip', () => {
    expect(status.state).toBe('idle');
  });

  it('plays when the party plays', async () => {
    party({ playing: true, atMs: serverNowMs() + 150 });
    await pass(1000);
    expect(media.paused).toBe(false);
    expect(status.state).toBe('in-sync');
    expect(Math.abs(driftMs())).toBeLessThan(3);
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

  it('joins late in place, without a jump of a playing film', async () => {
    media.seekMs = 100;
    party({ positionMs: 60_000, playing: true });
    await pass(1000);
    expect(Math.abs(driftMs())).toBeLessThan(3);
    expect(media.seeks).toHaveLength(1);
  });

  it('is on the first frame at a scheduled start, having started the player early by what it costs', async () => {
    party({ positionMs: 5000 });
    await pass(100);
    party({ positionMs: 5000, playing: true, atMs: serverNowMs() + 150 });
    expect(status.state).toBe('scheduled');
    await pass(149);
    expect(media.currentTime).toBe(5);
    await pass(11);
    expect(media.currentTime).toBeCloseTo(5.01, 2);
  });

  it('learns what starting costs', async () => {
    media.startMs = 250;
    for (let round = 0; round < 3; ++round) {
      party({ positionMs: 5000 });
      await pass(500);
      party({ positionMs: 5000, playing: true, atMs: serverNowMs() + 400 });
      await pass(round < 2 ? 3000 : 500);
    }
    expect(Math.abs(driftMs())).toBeLessThan(5);
  });

  it('plays at the party’s speed', async () => {
    party({ playing: true, rate: 1.5 });
    await pass(8000);
    expect(media.playbackRate).toBe(1.5);
    expect(media.preservesPitch).toBe(true);
    expect(Math.abs(driftMs())).toBeLessThan(12);
  });

  it('waits for metadata', async () => {
    media.readyState = 0;
    party({ positionMs: 9000, playing: true });
    expect(status.state).toBe('loading');
    expect(media.seeks).toEqual([]);
    media.readyState = 4;
    media.dispatchEvent(new Event('loadedmetadata'));
    expect(media.seeks).toHaveLength(1);
  });

  it('tells a media that loads nothing by itself to play', async () => {
    media.readyState = 1;
    party({ playing: true });
    await pass(2000);
    expect(media.paused).toBe(false);
  });

  it('never seeks beyond the end, nor starts an ended media over', async () => {
    party({ positionMs: 500_000, playing: true });
    await pass(3000);
    expect(status.state).toBe('ended');
    expect(Math.max(...media.seeks)).toBe(180);
    expect(media.paused).toBe(true);
  });

  it('goes back into the film when the party does after the end', async () => {
    party({ positionMs: 179_000, playing: true });
    await pass(3000);
    expect(status.state).toBe('ended');
    party({ positionMs: 10_000, playing: true });
    await pass(2000);
    expect(Math.abs(driftMs())).toBeLessThan(10);
  });

  it('says that the party waits, and that it will start', async () => {
    party({});
    holding = true;
    await pass(200);
    expect(status.state).toBe('holding');
    holding = false;
    startAtMs = serverNowMs() + 60_000;
    await pass(200);
    expect(status.state).toBe('scheduled');
  });

  it('stands still after a skip until the new film has replaced the old one', async () => {
    party({ playing: true });
    await pass(1000);
    party({ clipId: 'clip-2', playing: true });
    await pass(200);
    expect(media.paused).toBe(true);
    expect(status.state).toBe('loading');
    expect(follower.report()).toMatchObject({ ready: false, buffering: true });
    media.currentSrc = 'http://party.test/other.mp4';
    media.dispatchEvent(new Event('emptied'));
    await pass(1000);
    expect(media.paused).toBe(false);
    expect(Math.abs(driftMs())).toBeLessThan(10);
  });

  it('runs ahead by the personal offset while playing only', async () => {
    follower.offsetMs = 200;
    party({ positionMs: 1000, playing: true });
    await pass(1500);
    expect(driftMs()).toBeCloseTo(200, -1);
    expect(status.driftMs).toBeCloseTo(0, -1);
    expect(follower.report().position_ms).toBeCloseTo(2500, -1);
    party({ positionMs: 2500 });
    await pass(500);
    expect(driftMs()).toBe(0);
  });
});

describe('drift', () => {
  beforeEach(async () => {
    party({ playing: true });
    await pass(8000);
    media.seeks = [];
    media.rates = [];
  });

  it('of a few ms is left alone', async () => {
    media.slip(-0.004);
    await pass(2000);
    expect(media.rates).toEqual([]);
  });

  it('of a frame is trimmed too little to be heard', async () => {
    media.slip(-0.03);
    await pass(400);
    expect(media.playbackRate).toBeCloseTo(1.01, 9);
    expect(media.preservesPitch).toBe(false);
    expect(status).toMatchObject({ state: 'in-sync', correcting: true });
    await pass(7000);
    expect(media.playbackRate).toBe(1);
    expect(media.rates).toHaveLength(2);
    expect(Math.abs(driftMs())).toBeLessThan(3);
  });

  it('of 100 ms is closed by rate in about two seconds, pitch preserved, without a seek', async () => {
    media.slip(-0.1);
    await pass(400);
    expect(media.playbackRate).toBeGreaterThan(1.02);
    expect(media.playbackRate).toBeLessThanOrEqual(1.08);
    expect(media.preservesPitch).toBe(true);
    expect(status.state).toBe('adjusting');
    await pass(2000);
    expect(Math.abs(driftMs())).toBeLessThan(12);
    expect(media.seeks).toEqual([]);
    await pass(4000);
    expect(media.playbackRate).toBe(1);
  });

  it('ahead slows the media down', async () => {
    media.slip(0.1);
    await pass(400);
    expect(media.playbackRate).toBeLessThan(1);
    await pass(6000);
    expect(Math.abs(driftMs())).toBeLessThan(3);
  });

  it('beyond what a rate can close in time is closed by one jump', async () => {
    media.slip(-1.5);
    await pass(500);
    expect(media.seeks).toHaveLength(1);
    await pass(3000);
    expect(media.seeks).toHaveLength(1);
    expect(Math.abs(driftMs())).toBeLessThan(10);
  });

  it('left over by slow seeks is aimed for by the next one', async () => {
    media.seekMs = 600;
    for (let round = 0; round < 3; ++round) {
      media.slip(-5);
      await pass(6000);
    }
    media.slip(-5);
    await pass(1500);
    expect(Math.abs(driftMs())).toBeLessThan(15);
    expect(media.seeks.length).toBeLessThanOrEqual(6);
  });

  it('that seeks cannot close does not end in a seek loop', async () => {
    // A player that lands two seconds short of wherever it is sent.
    media.addEventListener('seeked', () => media.slip(-2));
    media.slip(-5);
    await pass(9000);
    expect(media.seeks).toHaveLength(3);
    expect(media.playbackRate).toBeCloseTo(1.08, 9);
    await pass(120_000);
    expect(media.seeks.length).toBeLessThanOrEqual(6);
  });

  it('after a stall is closed within two seconds', async () => {
    media.stall();
    await pass(1500);
    expect(status.state).toBe('buffering');
    expect(follower.report()).toMatchObject({ buffering: true, ready: false });
    expect(media.seeks).toEqual([]);
    media.resume();
    await pass(1000);
    expect(Math.abs(driftMs())).toBeLessThan(40);
  });

  it('is measured on a player whose position goes in steps', async () => {
    media.stepMs = 40;
    media.slip(-0.12);
    await pass(8000);
    expect(Math.abs(driftMs())).toBeLessThan(40);
    expect(media.seeks).toEqual([]);
  });

  it('is kept for a plot', () => {
    const { driftHistory } = follower;
    expect(driftHistory.length).toBeGreaterThan(5);
    expect(driftHistory.at(-1)?.driftMs).toBe(status.driftMs);
  });

  it('is closed at once by a resync, however small', async () => {
    media.slip(-0.03);
    await pass(400);
    follower.resync();
    await pass(500);
    expect(media.seeks).toHaveLength(1);
    expect(Math.abs(driftMs())).toBeLessThan(50);
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
    await pass(2000);
    expect(Math.abs(driftMs())).toBeLessThan(10);
    expect(status.state).toBe('in-sync');
  });

  it('seek is left alone until they rejoin', async () => {
    media.currentTime = 90;
    await pass(5000);
    expect(media.currentTime).toBeCloseTo(94.92, 3);
    expect(status.state).toBe('detached');
    expect(ownActions).toEqual([{ kind: 'seek', positionMs: 90_000 }]);
    follower.rejoin();
    await pass(2000);
    expect(Math.abs(driftMs())).toBeLessThan(10);
  });

  it('play while the party is paused is told and left alone', async () => {
    party({ positionMs: 1000 });
    await pass(200);
    await media.play();
    await pass(1000);
    expect(ownActions).toEqual([{ kind: 'play' }]);
    expect(media.paused).toBe(false);
  });

  it('does not outlive a new source', async () => {
    media.pause();
    media.dispatchEvent(new Event('emptied'));
    await pass(1000);
    expect(media.paused).toBe(false);
  });

  it('is not seen in a small nudge of the player itself', async () => {
    media.currentTime = media.currentTime + 0.4;
    await pass(200);
    expect(ownActions).toEqual([]);
  });

  it('a pause for oneself stands until rejoined, and holds nobody up', async () => {
    follower.detach();
    await pass(3000);
    expect(media.paused).toBe(true);
    expect(status.state).toBe('detached');
    expect(ownActions).toEqual([]);
    expect(follower.report()).toMatchObject({ playing: false, buffering: false, ready: true });
    follower.rejoin();
    await pass(1500);
    expect(Math.abs(driftMs())).toBeLessThan(10);
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
    expect(follower.report().ready).toBe(false);
    media.policy = 'free';
    follower.allowPlayback();
    await pass(3000);
    expect(media.paused).toBe(false);
    expect(Math.abs(driftMs())).toBeLessThan(10);
  });
});

describe('a page in the background', () => {
  /** A document that fires `visibilitychange` and says what the test says. */
  class FakeDocument extends EventTarget {
    visibilityState: 'visible' | 'hidden' = 'visible';
    show(visibilityState: 'visible' | 'hidden'): void {
      this.visibilityState = visibilityState;
      this.dispatchEvent(new Event('visibilitychange'));
    }
  }
  let page: FakeDocument;

  beforeEach(async () => {
    page = new FakeDocument();
    vi.stubGlobal('document', page);
    follower.stop();
    follower.start();
    party({ playing: true });
    await pass(8000);
    media.rates = [];
  });

  it('leaves drift alone that late timers would overshoot, and closes it on return', async () => {
    page.show('hidden');
    media.slip(-0.1);
    await pass(20_000);
    expect(media.rates).toEqual([]);
    expect(media.seeks).toEqual([]);
    page.show('visible');
    await pass(2500);
    expect(Math.abs(driftMs())).toBeLessThan(12);
  });

  it('ends a correction under way when it is hidden', async () => {
    media.slip(-0.1);
    await pass(400);
    expect(media.playbackRate).not.toBe(1);
    page.show('hidden');
    expect(media.playbackRate).toBe(1);
  });

  it('takes the browser’s own pause of a silent film for no gesture', async () => {
    media.muted = true;
    page.show('hidden');
    media.pause();
    await pass(3000);
    expect(ownActions).toEqual([]);
    page.show('visible');
    await pass(1500);
    expect(media.paused).toBe(false);
    expect(Math.abs(driftMs())).toBeLessThan(10);
  });
});

describe('the report', () => {
  it('tells position, readiness and when that was so', async () => {
    party({ playing: true });
    await pass(1000);
    expect(follower.report()).toEqual({
      position_ms: Math.round(media.currentTime * 10_000) / 10,
      playing: true,
      buffering: false,
      ready: true,
      server_time_ms: serverNowMs(),
    });
    media.readyState = 2;
    expect(follower.report()).toMatchObject({ buffering: true, ready: false });
  });
});
