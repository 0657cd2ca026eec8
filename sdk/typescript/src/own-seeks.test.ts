import { expect, it } from 'vitest';
import { OwnSeeks } from './own-seeks.js';

it.each([
  ['where the follower sent it', 60_000, false],
  ['on the frame nearby', 60_200, false],
  ['beside the party, as players do that nudge themselves over gaps', 90_900, false],
  ['anywhere else', 30_000, true],
])('a media that goes %s', (_, positionMs, foreign) => {
  const seeks = new OwnSeeks();
  seeks.add(1000, 60_000);
  expect(seeks.isForeign(1500, positionMs, 90_000)).toBe(foreign);
});

it('forgets its own seeks after a while, and when another film is loaded', () => {
  const seeks = new OwnSeeks();
  seeks.add(1000, 60_000);
  expect(seeks.isForeign(6001, 60_000, 90_000)).toBe(true);
  seeks.clear();
  expect(seeks.isForeign(1500, 60_000, 90_000)).toBe(true);
});
