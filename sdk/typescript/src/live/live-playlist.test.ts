import { describe, expect, it } from 'vitest';
import { evenSegments, nearWeeksEndMs, playlistOf, type MadeSegment } from '../testing/live-stream.js';
import { mediaTimeAt, streamTimeAt, tieOf, windowOf, type LivePlaylist, type Tie } from './live-playlist.js';

const dated = evenSegments(20);
const numbered = evenSegments(20, 2, null);
const uneven: MadeSegment[] = [2, 2, 1.96, 2.04, 2].map((seconds) => ({ seconds, dateMs: null }));

function tied(playlist: LivePlaylist): Tie {
  const tie = tieOf(playlist);
  if (tie === null) throw new Error('nothing ties this playlist');
  return tie;
}

describe('what ties screens together', () => {
  it.each([
    ['dates', dated, { from: 3, count: 5 }, nearWeeksEndMs + 6000],
    ['numbers, where all are of one length', numbered, { from: 3, count: 5 }, 6000],
    ['numbers, where only the last of all is shorter', [...numbered.slice(0, 4), { seconds: 1.2, dateMs: null }], { from: 1, count: 4, ended: true }, 2000],
  ])('%s', (_what, made, known, firstMs) => {
    const playlist = playlistOf(made, known);
    expect(tied(playlist)(playlist.fragments[0]!)).toBe(firstMs);
  });

  it.each([
    ['segments of different lengths without dates', uneven, { from: 0, count: 5 }],
    ['a last segment that differs while more may come', [...numbered.slice(0, 4), { seconds: 1.2, dateMs: null }], { from: 0, count: 5 }],
    ['segments of which one has no date and another length', [...dated.slice(0, 4), { seconds: 1, dateMs: null }], { from: 0, count: 5 }],
    ['no segment', dated, { from: 0, count: 0 }],
  ])('not: %s', (_what, made, known) => expect(tieOf(playlistOf(made, known))).toBeNull());

  it('is not what a player has measured of the segments', () => {
    const playlist = playlistOf(numbered, { from: 0, count: 4 });
    const measured = { ...playlist, fragments: playlist.fragments.map((one, index) => ({ ...one, duration: 2 + index / 1000 })) };
    expect(tied(measured)(measured.fragments[3]!)).toBe(6000);
  });
});

describe('from a player’s time to the stream’s and back', () => {
  const playlist = playlistOf(dated, { from: 5, count: 4, origin: 70 });
  const firstMs = nearWeeksEndMs + 10_000;
  it.each([
    ['at the beginning', 70_000, firstMs],
    ['within', 73_250, firstMs + 3250],
    ['at the end', 78_000, firstMs + 8000],
    ['before what is there', 65_000, firstMs - 5000],
    ['after what is there', 81_000, firstMs + 11_000],
  ])('%s', (_where, mediaMs, streamMs) => {
    expect(streamTimeAt(playlist, tied(playlist), mediaMs)).toBe(streamMs);
    expect(mediaTimeAt(playlist, tied(playlist), streamMs)).toBe(mediaMs);
  });

  it('a gap is where it ends', () => {
    const made = [...evenSegments(2), ...evenSegments(2, 2, nearWeeksEndMs + 60_000)];
    const gapped = playlistOf(made, { from: 0, count: 4 });
    expect(mediaTimeAt(gapped, tied(gapped), nearWeeksEndMs + 30_000)).toBe(4000);
    expect(streamTimeAt(gapped, tied(gapped), 4500)).toBe(nearWeeksEndMs + 60_500);
  });
});

describe('the window', () => {
  const window = (known: Partial<Parameters<typeof playlistOf>[1]>) => {
    const playlist = playlistOf(dated, { from: 0, count: 10, ...known });
    const { startMs, endMs, liveMs } = windowOf(playlist, tied(playlist));
    return [startMs - nearWeeksEndMs, endMs - nearWeeksEndMs, liveMs - nearWeeksEndMs];
  };
  it.each([
    ['three segments are held back', {}, [0, 20_000, 14_000]],
    ['the edge moves on between segments', { age: 1.5 }, [0, 20_000, 15_500]],
    ['but not for a stream that has stopped', { age: 30 }, [0, 20_000, 16_000]],
    ['what the playlist asks for is held back', { holdBack: 4.5 }, [0, 20_000, 15_500]],
    ['the middle of a short one is live', { count: 3 }, [0, 6000, 3000]],
    ['of a stream that is over the end is', { ended: true }, [0, 20_000, 20_000]],
    ['begins later as it moves on', { from: 4 }, [8000, 28_000, 22_000]],
  ])('%s', (_what, known, expected) => expect(window(known)).toEqual(expected));
});
