import { describe, expect, it } from 'vitest';
import type { PlaybackAnchor } from '../playback.js';
import { evenSegments, nearWeeksEndMs, playlistOf, type Known, type MadeSegment } from '../testing/live-stream.js';
import type { LivePlaylist } from './live-playlist.js';
import { livePositionOf } from './live-position.js';
import { LiveTimeline } from './live-timeline.js';

const weekMs = 604_800_000;
const made = evenSegments(200);
const uneven: MadeSegment[] = [2, 1.5, 2, 2].map((seconds) => ({ seconds, dateMs: null }));

/** One player of a stream. */
class Player {
  playlist: LivePlaylist | null = null;
  readonly timeline = new LiveTimeline(() => this.playlist);

  constructor(known?: Known, stream: readonly MadeSegment[] = made) {
    if (known !== undefined) this.playlist = playlistOf(stream, known);
  }

  resolve(positionMs: number, change: Partial<PlaybackAnchor> = {}, isThere = false): PlaybackAnchor | null {
    const anchor = { clipId: 'clip-1', positionMs, atMs: 0, playing: true, rate: 1, ...change };
    return this.timeline.resolve(anchor, positionMs, () => isThere);
  }
}

/** The position of a moment so many ms after the stream began. */
const at = (ms: number) => livePositionOf(nearWeeksEndMs + ms);
const ten: Known = { from: 20, count: 10 }; // from 40 s to 60 s

describe('a party in the window', () => {
  it('is at the same place of the stream for everyone, whatever each has seen', () => {
    const early = new Player({ from: 18, count: 10, origin: 0 });
    const late = new Player({ from: 23, count: 10, origin: 500.25 });
    for (const player of [early, late]) expect(player.resolve(at(50_000))).toMatchObject({ positionMs: at(50_000), playing: true });
    expect(early.timeline.toMedia(at(51_500))).toBe(15_500);
    expect(late.timeline.toMedia(at(51_500))).toBe(505_750);
    expect(early.timeline.toParty(15_500)).toBe(at(51_500));
    expect(late.timeline.toParty(505_750)).toBe(at(51_500));
  });

  it('may play over the end of a week', () => {
    const player = new Player({ from: 56, count: 10 }); // from 112 s to 132 s; the week ends at 120 s
    const positionMs = at(119_000) + 5000;
    player.resolve(positionMs);
    expect(player.timeline.toMedia(positionMs)).toBe(12_000);
    expect(player.timeline.toParty(12_000)).toBe(positionMs);
    expect(player.timeline.placeFor(at(124_000))).toBeNull();
    expect(at(124_000)).toBe(positionMs - weekMs);
  });

  it('is told what can be watched in its own count', () => {
    const player = new Player({ ...ten, age: 1 });
    player.resolve(at(50_000));
    expect(player.timeline.view()).toEqual({
      tied: true,
      ended: false,
      startMs: at(40_000),
      endMs: at(60_000),
      liveMs: at(55_000),
      segmentMs: 2000,
    });
  });
});

describe('a party that must be moved', () => {
  it.each([
    ['has not been anywhere: it is live', 0, at(54_000)],
    ['nor after a minute of that', 60_000, at(54_000)],
    ['has fallen behind the window: it goes on with what is left', at(39_900), at(44_000)],
    ['long ago', at(39_900) - 86_400_000, at(44_000)],
    ['is there', at(40_000), null],
    ['is ahead of what has come, which will come', at(70_000), null],
  ])('%s', (_which, positionMs, expected) => expect(new Player(ten).timeline.placeFor(positionMs)).toBe(expected));

  it('stands in a gap: it goes on after that', () => {
    const stream = [...evenSegments(5), ...evenSegments(5, 2, nearWeeksEndMs + 60_000)];
    const { timeline } = new Player({ from: 0, count: 10 }, stream);
    expect(timeline.placeFor(at(9_900))).toBeNull();
    expect(timeline.placeFor(at(30_000))).toBe(at(60_000));
  });

  it('plays loosely until then, and stands where it will begin', () => {
    const player = new Player(ten);
    expect(player.resolve(0)).toBeNull();
    const standing = player.resolve(0, { playing: false });
    expect(standing).toMatchObject({ positionMs: at(54_000), playing: false });
    player.playlist = playlistOf(made, { from: 21, count: 10, origin: 2 });
    expect(player.resolve(0, { playing: false }), 'it stands still as long as the window has it').toEqual(standing);
    player.playlist = playlistOf(made, { from: 60, count: 10, origin: 80 });
    expect(player.resolve(0, { playing: false })).toMatchObject({ positionMs: at(134_000) });
  });

  it('stays with what is loaded while that lasts', () => {
    expect(new Player(ten).resolve(at(30_000), {}, true)).toMatchObject({ positionMs: at(30_000), playing: true });
  });
});

describe('a stream that ends', () => {
  it('is still counted as before by those who are in it, also by one who comes late', () => {
    const player = new Player({ ...ten, ended: true, origin: 7 });
    expect(player.resolve(at(50_000))).toMatchObject({ positionMs: at(50_000) });
    expect(player.timeline.toMedia(at(50_000))).toBe(17_000);
    expect(player.timeline.view()).toMatchObject({ ended: true, endMs: at(60_000), liveMs: at(60_000) });
  });

  it('is a film to a party that starts it then', () => {
    const player = new Player({ ...ten, ended: true });
    expect(player.resolve(5000)).toMatchObject({ positionMs: 5000 });
    expect(player.timeline.toMedia(5000)).toBe(5000);
    expect(player.timeline.view()).toBeNull();
  });

  it('becomes one when the party goes back to its beginning', () => {
    const player = new Player({ ...ten, ended: true });
    player.resolve(at(50_000));
    player.resolve(0);
    expect(player.timeline.isLive).toBe(false);
  });
});

describe('what is no live stream, or has nothing to go by', () => {
  it('a film is counted as ever, dates or not', () => {
    const player = new Player({ from: 0, count: 10, ended: true });
    expect(player.resolve(12_000)).toMatchObject({ positionMs: 12_000 });
    expect(player.timeline.isLive).toBe(false);
    expect(player.timeline.toParty(12_000)).toBe(12_000);
  });

  it('nothing is said before the playlist is there', () => {
    const player = new Player();
    expect(player.resolve(12_000)).toMatchObject({ positionMs: 12_000 });
    expect(player.timeline.view()).toBeNull();
  });

  it('a stream that nothing ties says so, to its end', () => {
    const player = new Player({ from: 0, count: 4, origin: 3 }, uneven);
    expect(player.resolve(12_000)).toBeNull();
    expect(player.timeline.view()).toMatchObject({ tied: false, ended: false, startMs: 3000, endMs: 10_500 });
    expect(player.timeline.toParty(4000)).toBe(4000);
    player.playlist = playlistOf(uneven, { from: 0, count: 4, origin: 3, ended: true });
    expect(player.resolve(12_000)).toBeNull();
    expect(player.timeline.placeFor(12_000)).toBeNull();
  });
});

it('any two players agree on what any position shows', () => {
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 300; ++round) {
    const encoder: MadeSegment[] = [];
    let dateMs = nearWeeksEndMs + Math.floor(random() * 2 * weekMs);
    for (let n = 0; n < 40; ++n) {
      const seconds = 1 + Math.floor(random() * 4000) / 1000;
      encoder.push({ seconds, dateMs });
      dateMs += seconds * 1000;
    }
    const known = () => ({ from: 5 + Math.floor(random() * 10), count: 15, origin: Math.floor(random() * 1000) });
    const players = [new Player(known(), encoder), new Player(known(), encoder)];
    const common = encoder.slice(15, 18);
    for (const [index, segment] of common.entries()) {
      const offsetMs = Math.floor(random() * segment.seconds * 1000);
      const positionMs = livePositionOf((segment.dateMs ?? 0) + offsetMs);
      for (const player of players) {
        player.resolve(positionMs);
        const shown = player.playlist!.fragments.find(({ sn }) => sn === 15 + index)!;
        expect(player.timeline.toMedia(positionMs)).toBeCloseTo(shown.start * 1000 + offsetMs, 3);
      }
    }
  }
});
