import type { ReactionLine } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { heatPath, ReactionHeat } from './reaction-heat';

const line = (sums: [number, number][], next_ms: number | null = null): ReactionLine => ({
  clip_id: 'film',
  bucket_ms: 5000,
  buckets: sums.map(([position_ms, total]) => ({ position_ms, total, reactions: [] })),
  next_ms,
});

it('adds what comes to what was kept', async () => {
  const heat = new ReactionHeat(() => Promise.resolve(line([[5000, 3]])));
  await heat.load('film');
  heat.add('film', 7000, [{ emoji: '🔥', count: 2 }]);
  heat.add('other', 7000, [{ emoji: '🔥', count: 2 }]);
  expect([...heat.heat.value.totals]).toEqual([[1, 5]]);
});

it('fetches page after page, and begins anew with another clip', async () => {
  const asked: number[] = [];
  const heat = new ReactionHeat((clipId, fromMs) => {
    asked.push(fromMs);
    return Promise.resolve(clipId === 'film' && fromMs === 0 ? line([[0, 1]], 60_000) : line([[60_000, 2]]));
  });
  await heat.load('film');
  expect([...heat.heat.value.totals]).toEqual([
    [0, 1],
    [12, 2],
  ]);
  await heat.load(null);
  expect(heat.heat.value.totals.size).toBe(0);
  expect(asked).toEqual([0, 60_000]);
});

it('draws the most at the top and nothing at the bottom', () => {
  const totals = new Map([
    [0, 10],
    [1, 5],
  ]);
  expect(heatPath({ bucketMs: 5000, totals }, 15_000)).toBe('M0 20L16.67 0.00L50.00 10.00L83.33 20.00L100 20Z');
});

it('draws nothing where nobody reacted, or the length is not known', () => {
  expect(heatPath({ bucketMs: 5000, totals: new Map() }, 15_000)).toBe('');
  expect(heatPath({ bucketMs: 5000, totals: new Map([[0, 1]]) }, 0)).toBe('');
});
