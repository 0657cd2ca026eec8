// Who is offered to mute whom, and for how long.

import type { Command, Participant, Role } from '@matinee/sdk';
import { expect, it } from 'vitest';
import type { Party } from '../party/party';
import { personActions } from './person-actions';

/** The menu about Bob, as somebody in `role` has it. */
function menuAbout(bobsRole: Role, role: Role, muted = false) {
  const sent: Command[] = [];
  const party = {
    myId: 'alice',
    isHost: { value: role === 'host' },
    mayModerate: () => role === 'host' || (role === 'co-host' && bobsRole === 'viewer'),
    isMuted: () => muted,
    send: (command: Command) => sent.push(command) > 0,
  } as unknown as Party;
  const bob = { user_id: 'bob', display_name: 'Bob', role: bobsRole } as Participant;
  const actions = personActions(party, bob);
  const muting = actions.filter(({ label }) => /mute/i.test(label));
  for (const { act } of muting) act();
  return { muting: muting.map(({ label }) => label), labels: actions.map(({ label }) => label), sent };
}

const durations = ['Mute', 'Mute for 10 minutes', 'Mute for an hour'];

it.each([
  ['host', 'viewer', durations],
  ['host', 'co-host', durations],
  ['co-host', 'viewer', durations],
  ['co-host', 'co-host', []],
  ['co-host', 'host', []],
  ['viewer', 'viewer', []],
] as [Role, Role, string[]][])('a %s may mute a %s: %j', (role, bobsRole, labels) => {
  expect(menuAbout(bobsRole, role).muting).toEqual(labels);
});

it('a mute lasts as long as it says', () => {
  expect(menuAbout('viewer', 'co-host').sent).toEqual([
    { type: 'mute', user_id: 'bob' },
    { type: 'mute', user_id: 'bob', duration_ms: 600_000 },
    { type: 'mute', user_id: 'bob', duration_ms: 3_600_000 },
  ]);
});

it('who is muted may be unmuted', () => {
  const { muting, sent } = menuAbout('viewer', 'co-host', true);
  expect(muting).toEqual(['Unmute']);
  expect(sent).toEqual([{ type: 'unmute', user_id: 'bob' }]);
});

it('the rest is for the host alone', () => {
  expect(menuAbout('viewer', 'host').labels).toContain('Remove from the party');
  expect(menuAbout('viewer', 'co-host').labels).not.toContain('Remove from the party');
});
