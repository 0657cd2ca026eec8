import { expect, it } from 'vitest';
import { firstVariant, mediaPlaylistLength } from './film-length';

const ended = '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.0,\na.ts\n#EXTINF:3.25,\nb.ts\n#EXT-X-ENDLIST\n';

it('a stream is as long as its segments together', () => {
  expect(mediaPlaylistLength(ended)).toBe(9.25);
});

it('one that has not ended has no length', () => {
  expect(mediaPlaylistLength(ended.replace('#EXT-X-ENDLIST\n', ''))).toBeNull();
});

it('a multivariant playlist leads to its first variant', () => {
  expect(firstVariant('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n\nlow/index.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhigh.m3u8\n')).toBe(
    'low/index.m3u8',
  );
  expect(firstVariant(ended)).toBeNull();
});
