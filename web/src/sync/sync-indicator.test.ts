import type { FollowerStatus } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { indicationOf } from './sync-indicator';

const status = (state: FollowerStatus['state'], driftMs: number | null = null): FollowerStatus => ({
  state,
  driftMs,
  soundBlocked: false,
});

it.each([
  [status('in-sync', 12.3), 'In sync, 12 ms'],
  [status('in-sync', -12.3), 'In sync, 12 ms'],
  [status('adjusting', -120), 'Adjusting, 120 ms behind'],
  [status('adjusting', 90), 'Adjusting, 90 ms ahead'],
  [status('paused', 0), 'Paused together'],
  [status('idle'), 'Waiting for a film'],
])('%o reads "%s"', (follower, text) => expect(indicationOf(follower).text).toBe(text));

it('speaks without the digits that keep changing', () => {
  expect(indicationOf(status('in-sync', 12)).spoken).toBe('In sync');
  expect(indicationOf(status('adjusting', 120)).spoken).toBe('Adjusting');
});
