import Hls from 'hls.js';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { HlsAdapter, type HlsPlayer } from './hls-adapter.js';
import { livePositionOf } from './live/live-position.js';
import { FakeMedia } from './testing/fake-media.js';
import { evenSegments, nearWeeksEndMs, playlistOf } from './testing/live-stream.js';

/** As much of hls.js as the adapter uses. */
function playerWith(url: string | null): HlsPlayer {
  return { config: { startPosition: -1, maxLiveSyncPlaybackRate: 1.5 }, url, latestLevelDetails: null };
}

const adapterOf = (media: FakeMedia, player: HlsPlayer) => new HlsAdapter(media as unknown as HTMLMediaElement, player);

it('takes the players of hls.js', () => {
  expectTypeOf<Hls>().toMatchTypeOf<HlsPlayer>();
  expect(Hls.DefaultConfig).toMatchObject({ startPosition: -1, maxLiveSyncPlaybackRate: 1 });
});

it('leaves catching up to the follower', () => {
  const player = playerWith('film.m3u8');
  adapterOf(new FakeMedia(), player);
  expect(player.config.maxLiveSyncPlaybackRate).toBe(1);
});

it('has loading begin where the party is', () => {
  const player = playerWith(null);
  adapterOf(new FakeMedia(), player).prepare(61_500);
  expect(player.config.startPosition).toBe(61.5);
});

it('knows a film by its playlist, however often it is attached', () => {
  const media = new FakeMedia();
  const adapter = adapterOf(media, playerWith('film.m3u8'));
  media.currentSrc = 'blob:1';
  expect(adapter.source).toBe('film.m3u8');
  expect(adapterOf(media, playerWith(null)).source).toBe('blob:1');
});

describe('a live stream', () => {
  const made = evenSegments(40);
  const known = { from: 20, count: 10, origin: 100 };
  const partyMs = livePositionOf(nearWeeksEndMs + 50_000);
  const anchor = { clipId: 'clip-1', positionMs: partyMs, atMs: 0, playing: true, rate: 1 };

  function liveScene(): { media: FakeMedia; adapter: HlsAdapter; player: HlsPlayer } {
    const media = new FakeMedia();
    const player = { ...playerWith('live.m3u8'), latestLevelDetails: playlistOf(made, known) };
    return { media, player, adapter: adapterOf(media, player) };
  }

  it('is told and moved in the party’s positions', () => {
    const { media, adapter } = liveScene();
    expect(adapter.resolve(anchor, partyMs)).toEqual(anchor);
    adapter.seek(partyMs + 1000);
    expect(media.seeks).toEqual([111]);
    expect(adapter.look()).toMatchObject({ positionMs: partyMs + 1000, endMs: Number.POSITIVE_INFINITY });
    expect(adapter.look().buffered[0]?.endMs).toBe(partyMs + 70_000);
  });

  it('has an end when it is over', () => {
    const { adapter, player } = liveScene();
    Object.assign(player, { latestLevelDetails: playlistOf(made, { ...known, ended: true }) });
    adapter.resolve(anchor, partyMs);
    expect(adapter.look().endMs).toBe(livePositionOf(nearWeeksEndMs + 60_000));
  });

  it('is loaded from where hls.js thinks best: what the party’s position means is not known before', () => {
    const { adapter, player } = liveScene();
    player.config.startPosition = 30;
    adapter.prepare(partyMs);
    expect(player.config.startPosition).toBe(-1);
  });

  it('moved by hls.js is not moved by a person', () => {
    const { media, adapter, player } = liveScene();
    const told: string[] = [];
    const stop = adapter.subscribe((happening) => told.push(happening));
    media.currentTime = 110;
    Object.assign(player, { latestLevelDetails: null });
    media.currentTime = 120;
    stop();
    expect(told).toEqual(['changed', 'seeking']);
  });
});
