// Which party it was that a link led to.

import { afterEach, expect, it, vi } from 'vitest';
import type { Attendance } from '@matinee/sdk';
import { api } from '../server';
import { failure } from '../testing/party-scene';
import { endedPartyOf } from './ended-party';

const over = { id: 'p-1', status: 'ended', role: 'viewer', invite_code: 'ABC234' } as Attendance;
const history = (...parties: Attendance[]) => vi.spyOn(api, 'history').mockResolvedValue({ parties, next: null });

afterEach(() => void vi.restoreAllMocks());

it.each(['ABC234', 'p-1'])('is found by %s', async (code) => {
  history({ ...over, id: 'p-0', invite_code: 'OTHER2' }, over);
  expect(await endedPartyOf(code)).toBe('p-1');
});

it.each([
  ['goes on', { ...over, status: 'active' }],
  ['was left', { ...over, role: null }],
] as const)('is none that %s', async (_what, party) => {
  history(party);
  expect(await endedPartyOf('ABC234')).toBeNull();
});

it('is not known where the server does not say', async () => {
  vi.spyOn(api, 'history').mockRejectedValue(failure(503));
  expect(await endedPartyOf('ABC234')).toBeNull();
});
