// The log of what was done to stay in step.

import { beforeEach, describe, expect, it } from 'vitest';
import { SyncLog } from './sync-log.js';
import { setFollowerScene, type FollowerScene } from './testing/follower-scene.js';

describe('the log', () => {
  it('is text of one line per entry: when, how far off, what was done', () => {
    const log = new SyncLog();
    log.add({ timeMs: 1_735_660_800_123.4, driftMs: -1234.56, action: 'seek to 83.200 s' });
    log.add({ timeMs: 1_735_660_801_000, driftMs: null, action: 'play' });
    expect(log.toString()).toBe(
      '2024-12-31T16:00:00.123Z  -1234.6 ms  seek to 83.200 s\n2024-12-31T16:00:01.000Z           -  play\n',
    );
  });

  it('keeps the last 200 entries', () => {
    const log = new SyncLog();
    for (let n = 0; n < 201; ++n) log.add({ timeMs: n, driftMs: 0, action: `number ${n}` });
    expect(log.entries).toHaveLength(200);
    expect(log.entries[0]?.action).toBe('number 1');
    expect(log.entries.at(-1)?.action).toBe('number 200');
  });
});

describe('a follower', () => {
  const newScene = setFollowerScene();
  let scene: FollowerScene;
  beforeEach(() => {
    scene = newScene();
  });
  const actions = () => scene.follower.log.entries.map(({ action }) => action);

  it('logs what it has the media do, by the server’s clock, with the drift it saw', async () => {
    scene.party({ playing: true });
    await scene.pass(2000);
    scene.media.slip(-0.9);
    const slippedAtMs = scene.serverNowMs();
    await scene.pass(3000);
    expect(actions()).toContain('play');
    const seek = scene.follower.log.entries.find(({ action }) => action.startsWith('seek to'));
    expect(seek?.driftMs).toBeCloseTo(-900, -2);
    expect(seek?.timeMs).toBeGreaterThan(slippedAtMs);
    expect(seek?.timeMs).toBeLessThan(slippedAtMs + 3000);
  });

  it('logs changes of speed and how it is', async () => {
    scene.party({ playing: true });
    await scene.pass(3000);
    scene.media.slip(-0.09);
    await scene.pass(1000);
    expect(actions()).toContainEqual(expect.stringMatching(/^rate 1\.0\d+, pitch kept$/));
    scene.media.stall();
    await scene.pass(1000);
    expect(actions()).toContain('is buffering');
  });

  it('logs what the person did', async () => {
    scene.party({ playing: true });
    await scene.pass(1000);
    scene.media.pause();
    scene.follower.rejoin();
    scene.follower.detach();
    scene.follower.resync();
    const own = actions().filter((action) => /^(own|leaves|rejoins|resync)/.test(action));
    expect(own).toEqual(['own pause', 'rejoins the party', 'leaves the party', 'resync asked for', 'rejoins the party']);
  });

  it('has nothing to say while nothing happens', async () => {
    scene.party({ playing: true });
    await scene.pass(10_000);
    const before = scene.follower.log.entries.length;
    await scene.pass(60_000);
    expect(scene.follower.log.entries).toHaveLength(before);
  });
});
