// One line in the list of people: who, how they are doing, and the host's way to act on it. Drawn anew only when what it
// shows has changed, since the list may be long and something changes all the time.

import type { Participant, Person as NamedPerson } from '@matinee/sdk';
import { Component, type ComponentChildren } from 'preact';
import { initials, roleNames } from '../text';
import { MoreIcon } from '../ui/icons';
import type { PersonStatus } from './person-status';

interface PersonProps {
  participant: Participant;
  /** Its place in the whole list, from 1, and how many there are: not all of them are on the page. */
  place: number;
  count: number;
  /** It is the one who looks. */
  me: boolean;
  status: PersonStatus | null;
  /** Opens what can be done about them. The same function every time. */
  manage: (participant: Participant, button: HTMLButtonElement) => void;
  /** What the one who looks may do: `Manage` them, or read `More about` them. */
  menuLabel: string;
}

export class Person extends Component<PersonProps> {
  override shouldComponentUpdate({ participant, place, count, me, status, manage, menuLabel }: PersonProps): boolean {
    const before = this.props;
    return (
      place !== before.place ||
      count !== before.count ||
      participant !== before.participant ||
      me !== before.me ||
      manage !== before.manage ||
      menuLabel !== before.menuLabel ||
      status?.text !== before.status?.text ||
      status?.tone !== before.status?.tone
    );
  }

  override render({ participant, place, count, me, status, manage, menuLabel }: PersonProps) {
    const { display_name, role, is_active, muted, ignore_wait } = participant;
    return (
      <PersonLine person={participant} away={!is_active} remark={me ? '(you)' : ''} place={{ 'aria-posinset': place, 'aria-setsize': count }}>
        {muted === true && <span class="person-state">muted</span>}
        {ignore_wait === true && <span class="person-state">not waited for</span>}
        {status !== null && <span class={`person-state person-${status.tone}`}>{status.text}</span>}
        {/* Most are viewers: said, but not shown at every name. */}
        <span class={role === 'viewer' ? 'visually-hidden' : `role role-${role}`}>{roleNames[role]}</span>
        {!me && (
          <button
            type="button"
            class="control"
            tabIndex={-1}
            aria-label={`${menuLabel} ${display_name}`}
            title={menuLabel}
            aria-haspopup="menu"
            onClick={(event) => manage(participant, event.currentTarget)}
          >
            <MoreIcon />
          </button>
        )}
      </PersonLine>
    );
  }
}

interface RemovedPersonProps {
  person: NamedPerson;
  letBackIn: () => void;
}

/** Someone the host removed, and the way back. */
export function RemovedPerson({ person, letBackIn }: RemovedPersonProps) {
  return (
    <PersonLine person={person} away remark="(removed)">
      <button type="button" class="button button-small" aria-label={`Let back in: ${person.display_name}`} onClick={letBackIn}>
        Let back in
      </button>
    </PersonLine>
  );
}

interface PersonLineProps {
  person: NamedPerson;
  away: boolean;
  /** Said behind the name; empty for nothing. */
  remark: string;
  /** Where it is in the list, for screen readers. */
  place?: { 'aria-posinset': number; 'aria-setsize': number };
  children: ComponentChildren;
}

function PersonLine({ person: { user_id, display_name }, away, remark, place, children }: PersonLineProps) {
  return (
    <li class={away ? 'person person-away' : 'person'} data-user={user_id} {...place}>
      <span class="avatar" aria-hidden="true">
        {initials(display_name)}
      </span>
      <span class="person-name" title={display_name}>
        <bdi>{display_name}</bdi>
        {remark !== '' && <span class="person-me"> {remark}</span>}
      </span>
      {children}
    </li>
  );
}
