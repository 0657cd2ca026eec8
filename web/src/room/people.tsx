// Who is in the party, who is here right now, and what the host may do about it.

import type { Command, Participant, Role } from '@matinee/sdk';
import type { Party } from '../party/party';
import { initials, roleNames } from '../text';
import { confirm } from '../ui/confirm';
import { MoreIcon } from '../ui/icons';
import { Menu } from '../ui/menu';
import './people.css';

/** What a host may do to someone. */
type Action = Command['type'] & ('promote' | 'demote' | 'hand-over' | 'kick');

const roleOrder: Record<Role, number> = { host: 0, 'co-host': 1, viewer: 2 };

/** Those who are here first, then by role, then by name. */
function inOrder(participants: readonly Participant[]): Participant[] {
  return [...participants].sort(
    (a, b) =>
      Number(b.is_active) - Number(a.is_active) ||
      roleOrder[a.role] - roleOrder[b.role] ||
      a.display_name.localeCompare(b.display_name),
  );
}

export function People({ party }: { party: Party }) {
  const people = inOrder(party.state.value.participants);
  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title" class="visually-hidden">
        People
      </h2>
      <ul class="people-list">
        {people.map((participant) => (
          <Person key={participant.user_id} party={party} participant={participant} />
        ))}
      </ul>
    </section>
  );
}

function Person({ party, participant }: { party: Party; participant: Participant }) {
  const me = participant.user_id === party.myId;
  return (
    <li class={participant.is_active ? 'person' : 'person person-away'} data-user={participant.user_id}>
      <span class="avatar" aria-hidden="true">
        {initials(participant.display_name)}
      </span>
      <span class="person-name" title={participant.display_name}>
        {participant.display_name}
        {me && <span class="person-me"> (you)</span>}
      </span>
      {!participant.is_active && <span class="person-state">away</span>}
      <span class={`role role-${participant.role}`}>{roleNames[participant.role]}</span>
      {party.isHost.value && !me && <PersonMenu party={party} participant={participant} />}
    </li>
  );
}

function PersonMenu({ party, participant }: { party: Party; participant: Participant }) {
  const act = (type: Action) => () => void actOn(party, participant, type);
  const role =
    participant.role === 'viewer'
      ? { label: 'Make co-host', act: act('promote') }
      : { label: 'Make viewer', act: act('demote') };
  return (
    <Menu
      label={`Manage ${participant.display_name}`}
      choices={[]}
      actions={[
        role,
        { label: 'Hand over the party', act: act('hand-over') },
        { label: 'Remove from the party', act: act('kick'), danger: true },
      ]}
    >
      <MoreIcon />
    </Menu>
  );
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
