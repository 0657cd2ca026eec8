// Who waits to be let in, as a host's page knows it.

import type { JoinRequest } from '@matinee/sdk';
import { describe, expect, it, vi } from 'vitest';
import { api } from '../server';
import { failure, setScene, settle } from '../testing/party-scene';

const scene = setScene();
const asker = (user_id: string): JoinRequest => ({ user_id, display_name: user_id, avatar_url: null, requested_at: '2026-01-01T00:00:00Z' });

describe('the waiting room', () => {
  const waiting = () => scene.party.joinRequests.value.map(({ user_id }) => user_id);

  it('has what was told while it was asked for', async () => {
    let answer = (_: JoinRequest[]) => {};
    vi.spyOn(api, 'joinRequests').mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    scene.open();
    scene.line.tells({ type: 'join-requested', request: asker('dan') });
    scene.line.tells({ type: 'join-request-answered', user_id: 'bob', answer: 'admitted' });
    answer([asker('bob'), asker('cleo')]);
    await settle();
    expect(waiting()).toEqual(['cleo', 'dan']);
  });

  it('is asked for again where the answer fails', async () => {
    vi.spyOn(api, 'joinRequests').mockRejectedValueOnce(failure(503)).mockResolvedValue([asker('bob')]);
    scene.open();
    await vi.advanceTimersByTimeAsync(5000);
    expect(waiting()).toEqual(['bob']);
  });

  it.each(['admit', 'decline'] as const)('forgets whom it is too late to %s', async (answer) => {
    vi.spyOn(api, answer).mockRejectedValue(failure(404, 'NOT_FOUND'));
    vi.spyOn(api, 'joinRequests').mockResolvedValue([asker('bob'), asker('cleo')]);
    scene.open();
    await settle();
    await scene.party.answerJoinRequest(asker('bob'), answer);
    expect(waiting()).toEqual(['cleo']);
  });

  it('keeps who could not be let in', async () => {
    vi.spyOn(api, 'admit').mockRejectedValue(failure(403, 'PARTICIPANT_LIMIT'));
    vi.spyOn(api, 'joinRequests').mockResolvedValue([asker('bob')]);
    scene.open();
    await settle();
    await scene.party.answerJoinRequest(asker('bob'), 'admit');
    expect(waiting()).toEqual(['bob']);
  });
});
