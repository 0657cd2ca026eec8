import type { QueueItem } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { itemTitle, queueSummary } from './queue-text';

const item = (duration_ms: number | null, title: string | null = 'Sintel'): QueueItem => ({
  id: 'i',
  clip_id: 'c',
  title,
  duration_ms,
  added_by: { user_id: 'a', display_name: 'Ann' },
});

it.each([
  [[], 0, 'off', ''],
  [[item(60_000)], 1, 'off', '1 film, 1:00'],
  [[item(60_000), item(null)], 2, 'all', '2 films, all repeats'],
  [[item(60_000)], 80, 'off', '80 films'],
  [[], 0, 'one', 'this film repeats'],
] as const)('%#: %s', (items, total, loop, expected) => {
  expect(queueSummary(items, total, loop)).toBe(expected);
});

it('an item without a title goes by its clip', () => {
  expect(itemTitle(item(1, null))).toBe('c');
});
