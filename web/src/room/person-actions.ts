// What can be done about someone in the party: as a friend by anyone, against what they write by host and co-hosts, and the
// rest by the host.

import type { Command, Participant } from '@matinee/sdk';
import { friendActions } from '../friends/friend-actions';
import type { Party } from '../party/party';
import type { MenuAction } from '../ui/action-menu';
import { confirm } from '../ui/confirm';
import { muteActions } from './mute-actions';

type Action = Command['type'] & ('promote' | 'demote' | 'hand-over' | 'kick');

export function personActions(party: Party, participant: Participant): MenuAction[] {
  const { user_id } = participant;
  const asFriend = friendActions(participant);
  const mutes = muteActions(party, user_id);
  if (!party.isHost.value) return [...asFriend, ...mutes];
  const act = (type: Action) => () => void actOn(party, participant, type);
  return [
    participant.role === 'viewer'
      ? { label: 'Make co-host', act: act('promote') }
      : { label: 'Make viewer', act: act('demote') },
    ...asFriend,
    ...mutes,
    { label: 'Hand over the party', act: act('hand-over') },
    { label: 'Remove from the party', act: act('kick'), danger: true },
  ];
}

async function actOn(party: Party, { user_id, display_name }: Participant, type: Action): Promise<void> {
  const agreed =
    type === 'kick'
      ? await confirm(`Remove ${display_name}?`, 'They cannot come back with the code.', 'Remove')
      : type === 'hand-over'
        ? await confirm(`Hand over to ${display_name}?`, `${display_name} becomes the host, and you a co-host.`, 'Hand over')
        : true;
  if (agreed) party.send({ type, user_id });
}
