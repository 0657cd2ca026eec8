import type { Invitation } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { invitationText } from './invitation-text';

const invitation = (change: Partial<Invitation>): Invitation => ({
  id: 'i',
  code: 'ABCDEFGH23',
  note: '',
  state: 'usable',
  created_by: { user_id: 'a', display_name: 'Alice' },
  created_at: '2025-12-31T15:00:00Z',
  expires_at: null,
  max_uses: null,
  uses: 0,
  used_by: [],
  ...change,
});
const at = (minutes: number) => new Date(minutes * 60_000).toISOString();

it.each([
  [invitation({}), '0 came'],
  [invitation({ max_uses: 5, uses: 2 }), '2 of 5 used'],
  [invitation({ max_uses: 1, expires_at: at(20) }), '0 of 1 used, good for 20 min'],
  [invitation({ expires_at: at(23 * 60 + 50) }), '0 came, good for 24 h'],
  [invitation({ expires_at: at(7 * 24 * 60) }), '0 came, good for 7 days'],
  [invitation({ expires_at: at(-1) }), '0 came, good for 1 min'],
  [invitation({ state: 'used_up', max_uses: 1, uses: 1 }), 'Used up'],
  [invitation({ state: 'expired', expires_at: at(-1) }), 'Expired'],
])('%#: %s', (one, said) => {
  expect(invitationText(one, 0)).toBe(said);
});
