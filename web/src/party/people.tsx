// Who is in the party, who is here right now, and what the host may do about it.

import type { Command, Participant, Role } from '@matinee/sdk';
import { useEffect, useRef } from 'preact/hooks';
import { initials, roleNames } from '../text';
import { confirm } from '../ui/confirm';
import { MoreIcon } from '../ui/icons';
import type { Party } from './party';

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
  const here = people.filter((participant) => participant.is_active).length;
  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title">
        People <span class="count">{here} here</span>
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
      <span class="person-name">
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
  const menu = useRef<HTMLDetailsElement>(null);
  useCloseOnOutside(menu);
  const name = participant.display_name;
  const act = (type: 'promote' | 'demote' | 'hand-over' | 'kick') => () => {
    if (menu.current !== null) menu.current.open = false;
    void actOn(party, participant, type);
  };
  return (
    <details class="menu" ref={menu}>
      <summary class="control control-small" aria-label={`Manage ${name}`}>
        <MoreIcon />
      </summary>
      <div class="menu-items">
        {participant.role === 'viewer' ? (
          <button type="button" onClick={act('promote')}>
            Make co-host
          </button>
        ) : (
          <button type="button" onClick={act('demote')}>
            Make viewer
          </button>
        )}
        <button type="button" onClick={act('hand-over')}>
          Hand over the party
        </button>
        <button type="button" class="menu-danger" onClick={act('kick')}>
          Remove from the party
        </button>
      </div>
    </details>
  );
}

async function actOn(party: Party, { user_id, display_name }: Participant, type: Command['type'] & ('promote' | 'demote' | 'hand-over' | 'kick')) {
  const agreed =
    type === 'kick'
      ? await confirm(`Remove ${display_name}?`, 'They cannot come back with the code.', 'Remove')
      : type === 'hand-over'
        ? await confirm(`Hand over to ${display_name}?`, `${display_name} becomes the host, and you a co-host.`, 'Hand over')
        : true;
  if (agreed) party.send({ type, user_id });
}

/** A menu closes like one: by Escape, and by a click or focus anywhere else. */
function useCloseOnOutside(menu: { current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const onOutside = (event: Event) => {
      if (menu.current?.open && !menu.current.contains(event.target as Node)) menu.current.open = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !menu.current?.open) return;
      menu.current.open = false;
      menu.current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', onOutside);
    document.addEventListener('focusin', onOutside);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onOutside);
      document.removeEventListener('focusin', onOutside);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
}
