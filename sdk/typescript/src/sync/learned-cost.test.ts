import { expect, it } from 'vitest';
import { LearnedCost } from './learned-cost.js';

const range = { initialMs: 80, leastMs: 0, mostMs: 1000 };

it('guesses until it has seen one', () => {
  const cost = new LearnedCost(range);
  expect([cost.ms, cost.learned]).toEqual([80, false]);
  cost.learn(200);
  expect([cost.ms, cost.learned]).toEqual([200, true]);
});

it.each([
  [[90, 100], 90],
  [[90, 100, 95], 95],
  [[90, 2000, 95, 1500, 100], 100],
  [[500, 500, 90, 92, 91, 93], 92],
  [[-50], 0],
  [[5000], 1000],
  [[Number.NaN, Number.POSITIVE_INFINITY], 80],
])('of %j it makes %d ms', (observed, expected) => {
  const cost = new LearnedCost(range);
  for (const ms of observed) cost.learn(ms);
  expect(cost.ms).toBe(expected);
});
