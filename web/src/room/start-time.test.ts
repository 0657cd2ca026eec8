import { expect, it } from 'vitest';
import { aheadText, nextTime, timeOfDay } from './start-time';

const evening = new Date(2026, 4, 4, 19, 30, 0).getTime();

it.each([
  ['20:15', new Date(2026, 4, 4, 20, 15).getTime()],
  ['20:15:30', new Date(2026, 4, 4, 20, 15, 30).getTime()],
  ['19:30', new Date(2026, 4, 5, 19, 30).getTime()],
  ['9:05', new Date(2026, 4, 5, 9, 5).getTime()],
  ['24:00', null],
  ['12:60', null],
  ['soon', null],
  ['', null],
])('the next %s in the evening', (text, expected) => expect(nextTime(text, evening)).toBe(expected));

it.each([
  [0, 'in 0 s'],
  [9100, 'in 10 s'],
  [100_000, 'in 2 min'],
  [12 * 60_000, 'in 12 min'],
  [3 * 3_600_000, 'in 3 h'],
  [3 * 3_600_000 + 5 * 60_000, 'in 3 h 5 min'],
])('%i ms ahead is %s', (ms, text) => expect(aheadText(ms)).toBe(text));

it('shows seconds only where there are any', () => {
  expect(timeOfDay(new Date(2026, 4, 4, 20, 5).getTime())).toBe('20:05');
  expect(timeOfDay(new Date(2026, 4, 4, 20, 5, 7).getTime())).toBe('20:05:07');
});
