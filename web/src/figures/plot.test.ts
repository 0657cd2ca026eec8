import { firstLivePositionMs, type FilmMinute, type PartyAnalytics } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { audienceLine, filmsOf, height, minutesOf, roundedUp, spanOf, width } from './plot';

const stretch = (from_ms: number, until_ms: number, viewers: number, peak: number) => ({ from_ms, until_ms, viewers, peak, messages: 0, reactions: 0 });
const analytics = (ended_at: string | null, until = 5_000) =>
  ({ created_at: '1970-01-01T00:00:01Z', ended_at, audience: [stretch(1_000, until, 1, 1)] }) as unknown as PartyAnalytics;

it('spans a party from its beginning to its end, or to what was last told', () => {
  expect(spanOf(analytics('1970-01-01T00:00:09Z'))).toEqual({ fromMs: 1_000, untilMs: 9_000 });
  expect(spanOf(analytics(null))).toEqual({ fromMs: 1_000, untilMs: 5_000 });
  expect(spanOf({ ...analytics(null), audience: [] })).toEqual({ fromMs: 1_000, untilMs: 1_001 });
});

it.each([[0, 1], [1, 1], [3, 5], [7, 10], [11, 20], [200, 200], [201, 500]])('a scale for %d reaches %d', (most, scale) =>
  expect(roundedUp(most)).toBe(scale));

it('draws people level between changes, at the peak while they change', () => {
  const line = audienceLine([stretch(0, 100, 1, 2), stretch(500, 600, 0, 1)], { fromMs: 0, untilMs: 1_000 }, 2);
  expect(line.split(' ')).toEqual([
    `0,${height}`, `0.0,${height}.0`, '0.0,0.0', `${width / 10}.0,0.0`, `${width / 10}.0,${height / 2}.0`,
    `${width / 2}.0,${height / 2}.0`, `${width / 2}.0,${height / 2}.0`, `${0.6 * width}.0,${height / 2}.0`, `${0.6 * width}.0,${height}.0`,
    `${width},${height}.0`,
  ]);
});

it('keeps within the plot', () => {
  const line = audienceLine([stretch(-50, 2_000, 1, 1)], { fromMs: 0, untilMs: 1_000 }, 1);
  for (const point of line.split(' ')) expect(Number(point.split(',')[0])).toBeLessThanOrEqual(width);
});

it('shows the film most was said about first', () => {
  const minute = (clip_id: string, messages: number): FilmMinute => ({ clip_id, position_ms: 0, messages, reactions: 0 });
  expect(filmsOf([minute('a', 1), minute('b', 2), minute('b', 1)]).map(({ clipId, minutes }) => [clipId, minutes.length])).toEqual([['b', 2], ['a', 1]]);
});

const minutesAt = (...minutes: number[]): FilmMinute[] => minutes.map((at) => ({ clip_id: 'a', position_ms: at * 60_000, messages: 1, reactions: 2 }));
const places = (minutes: FilmMinute[]) => minutes.map(({ position_ms, messages }) => [position_ms / 60_000, messages]);
const firstLive = Math.ceil(firstLivePositionMs / 60_000);
const live = firstLive + 100;
const week = 7 * 24 * 60;

it.each([
  ['a film begins at its beginning', minutesAt(3, 7), [[3, 1], [7, 1]]],
  ['a live stream where it was watched first', minutesAt(live, live + 2), [[0, 1], [2, 1]]],
  ['a live stream before anyone had moved to it', minutesAt(0, live, live + 2), [[0, 2], [2, 1]]],
  ['a live stream over the end of the week', minutesAt(firstLive + 1, firstLive + week - 1), [[0, 1], [2, 1]]],
  ['nothing', [], []],
] as const)('%s', (_what, minutes, expected) => expect(places(minutesOf(minutes as FilmMinute[]))).toEqual(expected));
