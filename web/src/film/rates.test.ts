import { expect, it } from 'vitest';
import { nearbyRate, rateText } from './rates';

it.each([
  [1, 1, 1.1],
  [1, -1, 0.9],
  [1.3, 1, 1.5],
  [1.3, -1, 1.25],
  [2, 1, 2],
  [3, -1, 2],
  [0.25, -1, 0.5],
] as const)('from %d the next in direction %d is %d', (rate, direction, next) => expect(nearbyRate(rate, direction)).toBe(next));

it.each([
  [1, '1×'],
  [1.25, '1.25×'],
  [0.5, '0.5×'],
])('%d is written %s', (rate, text) => expect(rateText(rate)).toBe(text));
