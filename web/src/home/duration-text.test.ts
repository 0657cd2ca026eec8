import { expect, it } from 'vitest';
import { durationText } from './duration-text';

it.each([
  [-5, 'less than a minute'],
  [59_999, 'less than a minute'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [47 * 3_600_000, '47 h'],
  [75 * 3_600_000, '3 days'],
])('%d ms is %s', (ms, text) => expect(durationText(ms)).toBe(text));
