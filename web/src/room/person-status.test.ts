import type { Participant, Waiting } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { personStatus } from './person-status';

const bob: Participant = {
  user_id: 'bob',
  display_name: 'Bob',
  avatar_url: null,
  role: 'viewer',
  is_active: true,
  last_sync: null,
};
const forBob: Waiting = { for: [{ user_id: 'bob', display_name: 'Bob', until_ms: 0 }], count: 1, until_ms: 0 };

it.each([
  [{ is_active: false, buffering: true }, null, 'away'],
  [{ buffering: true }, forBob, 'waited for'],
  [{ buffering: true, ready: false }, null, 'buffering'],
  [{ ready: false }, null, 'not ready'],
  [{ ready: true, drift_ms: -12 }, null, 'in step'],
  [{ ready: true, drift_ms: -400 }, null, '400 ms behind'],
  [{ ready: true, drift_ms: 1400 }, null, '1.4 s ahead'],
  [{ ready: true, drift_ms: null }, null, undefined],
  [{}, null, undefined],
])('%o, waiting %o: %s', (change, waiting, text) => {
  expect(personStatus({ ...bob, ...change }, waiting, true)?.text).toBe(text);
});

it('says only who is away while there is no film', () => {
  expect(personStatus({ ...bob, ready: false }, null, false)).toBeNull();
  expect(personStatus({ ...bob, is_active: false }, null, false)?.text).toBe('away');
});
