import { expect, it } from 'vitest';
import { placeText, spokenPlace } from './live-place';

const view = { tied: true, ended: false, startMs: 1_000_000, endMs: 1_060_000, liveMs: 1_054_000, segmentMs: 2000 };

it.each([
  ['at the edge', 1_054_000, false, 'LIVE', 'live'],
  ['as exactly as segments come', 1_051_500, false, 'LIVE', 'live'],
  ['closer than asked for', 1_058_000, false, 'LIVE', 'live'],
  ['behind', 1_019_000, false, '−0:35', '35 seconds behind live'],
  ['over', 1_019_000, true, '−0:35', '35 seconds before the end'],
  ['over, at the end', 1_054_000, true, '−0:00', 'at the end'],
] as const)('%s', (_where, positionMs, ended, shown, spoken) => {
  expect(placeText({ ...view, ended }, positionMs)).toBe(shown);
  expect(spokenPlace({ ...view, ended }, positionMs)).toBe(spoken);
});
