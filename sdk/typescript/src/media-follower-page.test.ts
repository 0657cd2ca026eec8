// A media follower and what is around it: the person, the browser, the page, and what it reports.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setFollowerScene, type FollowerScene } from './testing/follower-scene.js';

const newScene = setFollowerScene();
let scene: FollowerScene;
beforeEach(() => {
  scene = newScene();
});

describe('a person’s own action', () => {
  beforeEach(async () => {
    scene.party({ playing: true });
    await scene.pass(1000);
  });

  it('pause is left alone until they play again', async () => {
    scene.media.pause();
    await scene.pass(5000);
    expect(scene.media.paused).toBe(true);
    expect(scene.status.state).toBe('detached');
    expect(scene.ownActions).toEqual([{ kind: 'pause' }]);
    await scene.media.play();
    await scene.pass(2000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
    expect(scene.status.state).toBe('in-sync');
  });

  it('seek is left alone until they rejoin', async () => {
    scene.media.currentTime = 90;
    await scene.pass(5000);
    expect(scene.media.currentTime).toBeCloseTo(94.92, 3);
    expect(scene.status.state).toBe('detached');
    expect(scene.ownActions).toEqual([{ kind: 'seek', positionMs: 90_000 }]);
    scene.follower.rejoin();
    await scene.pass(2000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
  });

  it('play while the party is paused is told and left alone', async () => {
    scene.party({ positionMs: 1000 });
    await scene.pass(200);
    await scene.media.play();
    await scene.pass(1000);
    expect(scene.ownActions).toEqual([{ kind: 'play' }]);
    expect(scene.media.paused).toBe(false);
  });

  it('does not outlive a new source', async () => {
    scene.media.pause();
    scene.media.dispatchEvent(new Event('emptied'));
    await scene.pass(1000);
    expect(scene.media.paused).toBe(false);
  });

  it('is not seen in a small nudge of the player itself', async () => {
    scene.media.currentTime = scene.media.currentTime + 0.4;
    await scene.pass(200);
    expect(scene.ownActions).toEqual([]);
  });

  it('a pause for oneself stands until rejoined, and holds nobody up', async () => {
    scene.follower.detach();
    await scene.pass(3000);
    expect(scene.media.paused).toBe(true);
    expect(scene.status.state).toBe('detached');
    expect(scene.ownActions).toEqual([]);
    expect(scene.follower.report()).toMatchObject({ playing: false, buffering: false, ready: true });
    scene.follower.rejoin();
    await scene.pass(1500);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
  });
});

describe('the autoplay policy', () => {
  it('starts muted and says so; a click turns the sound on', async () => {
    scene.media.policy = 'muted-only';
    scene.party({ playing: true });
    await scene.pass(400);
    expect(scene.media.paused).toBe(false);
    expect(scene.media.muted).toBe(true);
    expect(scene.status.soundBlocked).toBe(true);
    scene.follower.allowPlayback();
    expect(scene.media.muted).toBe(false);
    expect(scene.status.soundBlocked).toBe(false);
  });

  it('says when even muted playback needs a click', async () => {
    scene.media.policy = 'refuse';
    scene.party({ playing: true });
    await scene.pass(1000);
    expect(scene.status.state).toBe('blocked');
    expect(scene.follower.report().ready).toBe(false);
    scene.media.policy = 'free';
    scene.follower.allowPlayback();
    await scene.pass(3000);
    expect(scene.media.paused).toBe(false);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
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
    scene.follower.stop();
    scene.follower.start();
    scene.party({ playing: true });
    await scene.pass(8000);
    scene.media.rates = [];
  });

  it('leaves drift alone that late timers would overshoot, and closes it on return', async () => {
    page.show('hidden');
    scene.media.slip(-0.1);
    await scene.pass(20_000);
    expect(scene.media.rates).toEqual([]);
    expect(scene.media.seeks).toEqual([]);
    page.show('visible');
    await scene.pass(2500);
    expect(Math.abs(scene.driftMs())).toBeLessThan(12);
  });

  it('ends a correction under way when it is hidden', async () => {
    scene.media.slip(-0.1);
    await scene.pass(400);
    expect(scene.media.playbackRate).not.toBe(1);
    page.show('hidden');
    expect(scene.media.playbackRate).toBe(1);
  });

  it('holds nobody up while it plays, however seldom it is looked at', async () => {
    page.show('hidden');
    const reports: object[] = [];
    scene.follower.on('status', () => reports.push(scene.follower.report()));
    await scene.pass(20_000);
    expect(reports.length).toBeGreaterThan(10);
    for (const report of reports) expect(report).toMatchObject({ playing: true, buffering: false, ready: true });
  });

  it('goes back to its party by a jump once it is more than a second off', async () => {
    page.show('hidden');
    scene.media.slip(-3);
    await scene.pass(5000);
    expect(scene.media.seeks).toHaveLength(1);
    expect(Math.abs(scene.driftMs())).toBeLessThan(200);
  });

  it('takes the browser’s own pause of a silent film for no gesture', async () => {
    scene.media.muted = true;
    page.show('hidden');
    scene.media.pause();
    await scene.pass(3000);
    expect(scene.ownActions).toEqual([]);
    page.show('visible');
    await scene.pass(1500);
    expect(scene.media.paused).toBe(false);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
  });
});

describe('the report', () => {
  it('tells position, readiness and when that was so', async () => {
    scene.party({ playing: true });
    await scene.pass(1000);
    expect(scene.follower.report()).toEqual({
      position_ms: Math.round(scene.media.currentTime * 10_000) / 10,
      playing: true,
      buffering: false,
      ready: true,
      server_time_ms: scene.serverNowMs(),
    });
    scene.media.readyState = 2;
    expect(scene.follower.report()).toMatchObject({ buffering: true, ready: false });
  });

  it('is ready on its way to the exact frame, which is shorter than any start ahead', async () => {
    scene.media.seekMs = 300;
    scene.party({ playing: true });
    await scene.pass(1000);
    scene.party({ positionMs: scene.media.currentTime * 1000 - 40 });
    expect(scene.media.seeking).toBe(true);
    expect(scene.follower.report()).toMatchObject({ buffering: false, ready: true });
  });

  it('is not ready on its way to another scene, nor where the way to the frame takes unusually long', async () => {
    scene.media.seekMs = 3000;
    scene.party({ positionMs: 100_000 });
    expect(scene.follower.report().ready).toBe(false);
    await scene.pass(3100);
    scene.party({ positionMs: 100_100 });
    expect(scene.follower.report().ready).toBe(true);
    await scene.pass(1100);
    expect(scene.follower.report().ready).toBe(false);
  });

  it('of a film that is put back on its party by a small jump holds nobody up', async () => {
    scene.media.seekMs = 200;
    scene.party({ playing: true });
    await scene.pass(2000);
    scene.media.slip(-0.5);
    const reports: object[] = [];
    scene.follower.on('status', () => reports.push(scene.follower.report()));
    await scene.pass(2000);
    expect(scene.media.seeks).toHaveLength(1);
    for (const report of reports) expect(report).toMatchObject({ buffering: false, ready: true });
  });
});
