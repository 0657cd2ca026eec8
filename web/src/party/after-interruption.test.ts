// What a party's page asks for anew when its line was broken.

import type { PartyDetails } from '@matinee/sdk';
import { describe, expect, it, vi } from 'vitest';
import { api } from '../server';
import { details, failure, setScene, settle } from '../testing/party-scene';

const scene = setScene();

describe('after an interruption', () => {
  it('the code and the right to be host again are asked for anew', async () => {
    scene.open();
    scene.line.gives('viewer');
    await settle();
    vi.spyOn(api, 'party').mockRejectedValueOnce(failure(503)).mockResolvedValue({ ...details, invite_code: 'NEW234', may_reclaim: true });
    scene.line.comesBack();
    await vi.advanceTimersByTimeAsync(5000);
    expect(scene.party.inviteCode.value).toBe('NEW234');
    expect(scene.party.mayReclaim.value).toBe(true);
  });

  it('a code that is told while they are asked for is the newer one', async () => {
    scene.open();
    await settle();
    let answer = (_: PartyDetails) => {};
    vi.spyOn(api, 'party').mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    scene.line.comesBack();
    scene.line.tells({ type: 'invite-code-changed', invite_code: 'NEWEST' });
    answer({ ...details, invite_code: 'NEW234' });
    await settle();
    expect(scene.party.inviteCode.value).toBe('NEWEST');
  });
});
