import Hls from 'hls.js';
import { expect, expectTypeOf, it } from 'vitest';
import { HlsAdapter, type HlsPlayer } from './hls-adapter.js';
import { FakeMedia } from './testing/fake-media.js';

/** As much of hls.js as the adapter uses. */
function playerWith(url: string | null): HlsPlayer {
  return { config: { startPosition: -1, maxLiveSyncPlaybackRate: 1.5 }, url };
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
