// A media follower on its party: following, and drift.

import { beforeEach, describe, expect, it } from 'vitest';
import { setFollowerScene, type FollowerScene } from './testing/follower-scene.js';

const newScene = setFollowerScene();
let scene: FollowerScene;
beforeEach(() => {
  scene = newScene();
});

describe('following', () => {
  it('is idle without a clip', () => {
    expect(scene.status.state).toBe('idle');
  });

  it('plays when the party plays', async () => {
    scene.party({ playing: true, atMs: scene.serverNowMs() + 150 });
    await scene.pass(1000);
    expect(scene.media.paused).toBe(false);
    expect(scene.status.state).toBe('in-sync');
    expect(Math.abs(scene.driftMs())).toBeLessThan(3);
  });

  it('pauses when the party pauses, on the party’s frame', async () => {
    scene.party({ playing: true });
    await scene.pass(1000);
    scene.party({ positionMs: 950 });
    await scene.pass(200);
    expect(scene.media.paused).toBe(true);
    expect(scene.media.currentTime).toBeCloseTo(0.95, 6);
    expect(scene.status.state).toBe('paused');
    expect(scene.ownActions).toEqual([]);
  });

  it('joins late in place, without a jump of a playing film', async () => {
    scene.media.seekMs = 100;
    scene.party({ positionMs: 60_000, playing: true });
    await scene.pass(1000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(3);
    expect(scene.media.seeks).toHaveLength(1);
  });

  it('is on the first frame at a scheduled start, having started the player early by what it costs', async () => {
    scene.party({ positionMs: 5000 });
    await scene.pass(100);
    scene.party({ positionMs: 5000, playing: true, atMs: scene.serverNowMs() + 150 });
    expect(scene.status.state).toBe('scheduled');
    await scene.pass(149);
    expect(scene.media.currentTime).toBe(5);
    await scene.pass(11);
    expect(scene.media.currentTime).toBeCloseTo(5.01, 2);
  });

  it('learns what starting costs', async () => {
    scene.media.startMs = 250;
    for (let round = 0; round < 3; ++round) {
      scene.party({ positionMs: 5000 });
      await scene.pass(500);
      scene.party({ positionMs: 5000, playing: true, atMs: scene.serverNowMs() + 400 });
      await scene.pass(round < 2 ? 3000 : 500);
    }
    expect(Math.abs(scene.driftMs())).toBeLessThan(5);
  });

  it('plays at the party’s speed', async () => {
    scene.party({ playing: true, rate: 1.5 });
    await scene.pass(8000);
    expect(scene.media.playbackRate).toBe(1.5);
    expect(scene.media.preservesPitch).toBe(true);
    expect(Math.abs(scene.driftMs())).toBeLessThan(12);
  });

  it('stops and waits in place where the data of a place far away must be fetched first', async () => {
    scene.media.seekMs = 50;
    scene.media.loadMs = 500;
    scene.media.loadedUntil = 30;
    scene.party({ playing: true });
    await scene.pass(2000);
    scene.party({ positionMs: 90_000, playing: true, atMs: scene.serverNowMs() - 3000 });
    expect(scene.media.paused).toBe(true);
    await scene.pass(1000);
    expect(scene.media.paused).toBe(false);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
    expect(scene.ownActions).toEqual([]);
  });

  it('waits for metadata', async () => {
    scene.media.readyState = 0;
    scene.party({ positionMs: 9000, playing: true });
    expect(scene.status.state).toBe('loading');
    expect(scene.media.seeks).toEqual([]);
    scene.media.readyState = 4;
    scene.media.dispatchEvent(new Event('loadedmetadata'));
    expect(scene.media.seeks).toHaveLength(1);
  });

  it('tells a media that loads nothing by itself to play', async () => {
    scene.media.readyState = 1;
    scene.party({ playing: true });
    await scene.pass(2000);
    expect(scene.media.paused).toBe(false);
  });

  it('never seeks beyond the end, nor starts an ended media over', async () => {
    scene.party({ positionMs: 500_000, playing: true });
    await scene.pass(3000);
    expect(scene.status.state).toBe('ended');
    expect(Math.max(...scene.media.seeks)).toBe(180);
    expect(scene.media.paused).toBe(true);
  });

  it('goes back into the film when the party does after the end', async () => {
    scene.party({ positionMs: 179_000, playing: true });
    await scene.pass(3000);
    expect(scene.status.state).toBe('ended');
    scene.party({ positionMs: 10_000, playing: true });
    await scene.pass(2000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
  });

  it('says that the party waits, and that it will start', async () => {
    scene.party({});
    scene.holding = true;
    await scene.pass(200);
    expect(scene.status.state).toBe('holding');
    scene.holding = false;
    scene.startAtMs = scene.serverNowMs() + 60_000;
    await scene.pass(200);
    expect(scene.status.state).toBe('scheduled');
  });

  it('stands still after a skip until the new film has replaced the old one', async () => {
    scene.party({ playing: true });
    await scene.pass(1000);
    scene.party({ clipId: 'clip-2', playing: true });
    await scene.pass(200);
    expect(scene.media.paused).toBe(true);
    expect(scene.status.state).toBe('loading');
    expect(scene.follower.report()).toMatchObject({ ready: false, buffering: true });
    scene.media.currentSrc = 'http://party.test/other.mp4';
    scene.media.dispatchEvent(new Event('emptied'));
    await scene.pass(1000);
    expect(scene.media.paused).toBe(false);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
  });

  it('runs ahead by the personal offset while playing only', async () => {
    scene.follower.offsetMs = 200;
    scene.party({ positionMs: 1000, playing: true });
    await scene.pass(1500);
    expect(scene.driftMs()).toBeCloseTo(200, -1);
    expect(scene.status.driftMs).toBeCloseTo(0, -1);
    expect(scene.follower.report().position_ms).toBeCloseTo(2500, -1);
    scene.party({ positionMs: 2500 });
    await scene.pass(500);
    expect(scene.driftMs()).toBe(0);
  });
});

describe('drift', () => {
  beforeEach(async () => {
    scene.party({ playing: true });
    await scene.pass(8000);
    scene.media.seeks = [];
    scene.media.rates = [];
  });

  it('of a few ms is left alone', async () => {
    scene.media.slip(-0.004);
    await scene.pass(2000);
    expect(scene.media.rates).toEqual([]);
  });

  it('of a frame is trimmed too little to be heard', async () => {
    scene.media.slip(-0.03);
    await scene.pass(400);
    expect(scene.media.playbackRate).toBeCloseTo(1.01, 9);
    expect(scene.media.preservesPitch).toBe(false);
    expect(scene.status).toMatchObject({ state: 'in-sync', correcting: true });
    await scene.pass(7000);
    expect(scene.media.playbackRate).toBe(1);
    expect(scene.media.rates).toHaveLength(2);
    expect(Math.abs(scene.driftMs())).toBeLessThan(3);
  });

  it('of 100 ms is closed by rate in about two seconds, pitch preserved, without a seek', async () => {
    scene.media.slip(-0.1);
    await scene.pass(400);
    expect(scene.media.playbackRate).toBeGreaterThan(1.02);
    expect(scene.media.playbackRate).toBeLessThanOrEqual(1.08);
    expect(scene.media.preservesPitch).toBe(true);
    expect(scene.status.state).toBe('adjusting');
    await scene.pass(2000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(12);
    expect(scene.media.seeks).toEqual([]);
    await scene.pass(4000);
    expect(scene.media.playbackRate).toBe(1);
  });

  it('ahead slows the media down', async () => {
    scene.media.slip(0.1);
    await scene.pass(400);
    expect(scene.media.playbackRate).toBeLessThan(1);
    await scene.pass(6000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(3);
  });

  it('beyond what a rate can close in time is closed by one jump', async () => {
    scene.media.slip(-1.5);
    await scene.pass(500);
    expect(scene.media.seeks).toHaveLength(1);
    await scene.pass(3000);
    expect(scene.media.seeks).toHaveLength(1);
    expect(Math.abs(scene.driftMs())).toBeLessThan(10);
  });

  it('left over by slow seeks is aimed for by the next one', async () => {
    scene.media.seekMs = 600;
    for (let round = 0; round < 3; ++round) {
      scene.media.slip(-5);
      await scene.pass(6000);
    }
    scene.media.slip(-5);
    await scene.pass(1500);
    expect(Math.abs(scene.driftMs())).toBeLessThan(15);
    expect(scene.media.seeks.length).toBeLessThanOrEqual(6);
  });

  it('that seeks cannot close does not end in a seek loop', async () => {
    // A player that lands two seconds short of wherever it is sent.
    scene.media.addEventListener('seeked', () => scene.media.slip(-2));
    scene.media.slip(-5);
    await scene.pass(9000);
    expect(scene.media.seeks).toHaveLength(3);
    expect(scene.media.playbackRate).toBeCloseTo(1.08, 9);
    await scene.pass(120_000);
    expect(scene.media.seeks.length).toBeLessThanOrEqual(6);
  });

  it('after a stall is closed within two seconds', async () => {
    scene.media.stall();
    await scene.pass(1500);
    expect(scene.status.state).toBe('buffering');
    expect(scene.follower.report()).toMatchObject({ buffering: true, ready: false });
    expect(scene.media.seeks).toEqual([]);
    scene.media.resume();
    await scene.pass(1000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(40);
  });

  it('is measured on a player whose position goes in steps', async () => {
    scene.media.stepMs = 40;
    scene.media.slip(-0.12);
    await scene.pass(8000);
    expect(Math.abs(scene.driftMs())).toBeLessThan(40);
    expect(scene.media.seeks).toEqual([]);
  });

  it('is kept for a plot', () => {
    const { driftHistory } = scene.follower;
    expect(driftHistory.length).toBeGreaterThan(5);
    expect(driftHistory.at(-1)?.driftMs).toBe(scene.status.driftMs);
  });

  it('is closed at once by a resync, however small', async () => {
    scene.media.slip(-0.03);
    await scene.pass(400);
    scene.follower.resync();
    await scene.pass(500);
    expect(scene.media.seeks).toHaveLength(1);
    expect(Math.abs(scene.driftMs())).toBeLessThan(50);
  });
});
