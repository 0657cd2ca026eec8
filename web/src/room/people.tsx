// Who is in the party, how everyone is doing, and what the host may do about it.

import type { Command, Participant, Person as NamedPerson, Role } from '@matinee/sdk';
import { useEffect, useMemo } from 'preact/hooks';
import type { Party } from '../party/party';
import { initials, roleNames } from '../text';
import { confirm } from '../ui/confirm';
import { MoreIcon } from '../ui/icons';
import { Menu } from '../ui/menu';
import './people.css';
import { personStatus } from './person-status';
import { RosterPages } from './roster-pages';
import { settingsText } from './settings-text';

/** What a host may do to someone. */
type Action = Command['type'] & ('promote' | 'demote' | 'hand-over' | 'kick');

const roleOrder: Record<Role, number> = { host: 0, 'co-host': 1, viewer: 2 };

/** How often drifts are asked for while the list shows, in ms, and in parties of how many at most. */
const measureMs = 5000;
const mostMeasured = 50;

/** Those who are here first, then by role, then by name. */
function inOrder(participants: readonly Participant[]): Participant[] {
  return [...participants].sort(
    (a, b) =>
      Number(b.is_active) - Number(a.is_active) ||
      roleOrder[a.role] - roleOrder[b.role] ||
      a.display_name.localeCompare(b.display_name),
  );
}

interface PeopleProps {
  party: Party;
  /** Whether the list is in view: nothing is asked for while it is not. */
  shown: boolean;
}

export function People({ party, shown }: PeopleProps) {
  useFreshMeasures(party, shown);
  const pages = useMemo(() => new RosterPages(party), [party]);
  const { participants, settings } = party.state.value;
  const people = inOrder(pages.together(participants));
  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title" class="visually-hidden">
        People
      </h2>
      <p class="people-rules hint">{settingsText(settings)}.</p>
      <ul class="people-list" data-scrolls tabIndex={0} aria-label="People of this party">
        {people.map((participant) => (
          <Person key={participant.user_id} party={party} participant={participant} />
        ))}
        <MorePeople pages={pages} shownCount={people.length} />
        {party.isHost.value && party.removed.value.map((person) => <Removed key={person.user_id} party={party} person={person} />)}
      </ul>
      <PeopleActions party={party} />
    </section>
  );
}

/** Drift is told with the full state only: asked for while someone looks at it, in parties small enough to list. */
function useFreshMeasures(party: Party, shown: boolean): void {
  useEffect(() => {
    if (!shown) return;
    const ask = () => {
      const { participants, participantCount } = party.state.peek();
      const small = participantCount === null && participants.length <= mostMeasured;
      if (small && !document.hidden) party.connection.send({ type: 'sync-request' });
    };
    ask();
    const timer = setInterval(ask, measureMs);
    return () => clearInterval(timer);
  }, [party, shown]);
}

/** In a large party the list is a part of it. */
function MorePeople({ pages, shownCount }: { pages: RosterPages; shownCount: number }) {
  const total = pages.total.value;
  if (total === null || total <= shownCount) return null;
  return (
    <li class="people-more">
      <span>
        {shownCount} of {total} people are listed.
      </span>
      <button type="button" class="button button-small" aria-disabled={pages.loading.value} onClick={() => void pages.loadNext()}>
        {pages.loading.value ? 'Loading…' : 'Show more'}
      </button>
    </li>
  );
}

/** Someone the host removed, and the way back. */
function Removed({ party, person }: { party: Party; person: NamedPerson }) {
  return (
    <li class="person person-away">
      <span class="avatar" aria-hidden="true">
        {initials(person.display_name)}
      </span>
      <span class="person-name" title={person.display_name}>
        {person.display_name} <span class="person-me">(removed)</span>
      </span>
      <button
        type="button"
        class="button button-small"
        aria-label={`Let back in: ${person.display_name}`}
        onClick={() => party.letBackIn(person)}
      >
        Let back in
      </button>
    </li>
  );
}

function PeopleActions({ party }: { party: Party }) {
  const { settings, readyCheck } = party.state.value;
  const waits = settings.waiting !== 'off';
  const asks = party.canControl.value && readyCheck === null;
  if (!waits && !asks) return null;
  return (
    <div class="people-actions">
      {waits && (
        <label class="check">
          <input
            type="checkbox"
            checked={party.me.value?.ignore_wait ?? false}
            onChange={(event) => party.ignoreWait(event.currentTarget.checked)}
          />
          Don’t wait for me
        </label>
      )}
      {asks && (
        <button type="button" class="button button-small" onClick={() => party.send({ type: 'ready-check' })}>
          Ready check
        </button>
      )}
    </div>
  );
}

function Person({ party, participant }: { party: Party; participant: Participant }) {
  const me = participant.user_id === party.myId;
  const status = personStatus(participant, party.state.value.waiting, party.clipId.value !== null);
  return (
    <li class={participant.is_active ? 'person' : 'person person-away'} data-user={participant.user_id}>
      <span class="avatar" aria-hidden="true">
        {initials(participant.display_name)}
      </span>
      <span class="person-name" title={participant.display_name}>
        {participant.display_name}
        {me && <span class="person-me"> (you)</span>}
      </span>
      {participant.muted === true && <span class="person-state">muted</span>}
      {participant.ignore_wait === true && <span class="person-state">not waited for</span>}
      {status !== null && <span class={`person-state person-${status.tone}`}>{status.text}</span>}
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
        party.isMuted(participant.user_id)
          ? { label: 'Let write again', act: () => party.send({ type: 'unmute', user_id: participant.user_id }) }
          : { label: 'Mute', act: () => party.send({ type: 'mute', user_id: participant.user_id }) },
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
