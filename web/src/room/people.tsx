// Who is in the party, how everyone is doing, and what the host may do about it.

import type { Participant, PartyState } from '@matinee/sdk';
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { friends, loadFriends } from '../friends/friends';
import type { Party } from '../party/party';
import { ActionMenu, type MenuTarget } from '../ui/action-menu';
import { moveAmong } from '../ui/roving';
import { rowPx, rowWindow } from '../ui/row-window';
import './people.css';
import { named, PeopleOrder } from './people-order';
import { Person, RemovedPerson } from './person';
import { personActions } from './person-actions';
import { personStatus } from './person-status';
import { ReportsButton } from './reports-dialog';
import { RosterPages } from './roster-pages';
import { settingsText } from './settings-text';

/** How often drifts are asked for while the list shows, in ms, and in parties of how many at most. */
const measureMs = 5000;
const mostMeasured = 50;
/** A list longer than this can be searched. */
const searchedFrom = 15;
/** The list is drawn anew when it has moved by this much: the window has rows to spare on either side. */
const drawnAgainPx = 10 * rowPx;
/** Closer than this to the end of the list, the next page of people is fetched. */
const fetchWithinPx = 300;

interface PeopleProps {
  party: Party;
  /** Whether the list is in view: nothing is asked for and nothing drawn while it is not. */
  shown: boolean;
}

export function People({ party, shown }: PeopleProps) {
  useFreshMeasures(party, shown);
  useFriends(shown);
  const pages = useMemo(() => new RosterPages(party), [party]);
  const order = useMemo(() => new PeopleOrder(), [party]);
  const sought = useSignal('');
  /** To the step of the window: no reason to draw in between. */
  const scrolledPx = useSignal(0);
  const target = useSignal<MenuTarget | null>(null);
  const manage = useMemo(
    () =>
      (participant: Participant, button: HTMLButtonElement): void => {
        const { display_name } = participant;
        target.value = { label: `${menuLabelOf(party)} ${display_name}`, heading: display_name, button, actions: personActions(party, participant) };
      },
    [party],
  );
  // Out of sight the list stays as it was.
  const seen = useRef(party.state.peek());
  if (shown) seen.current = party.state.value;
  const { participants } = seen.current;
  // Scrolling draws anew, and must not look at everyone.
  const everyone = useMemo(() => order.of(pages.together(participants)), [order, participants, pages.loaded.value, pages.total.value]);
  const people = useMemo(() => named(everyone, sought.value), [everyone, sought.value]);
  const { first, end } = rowWindow(scrolledPx.value, people.length);
  const onScroll = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    scrolledPx.value = Math.floor(scrollTop / drawnAgainPx) * drawnAgainPx;
    if (scrollHeight - scrollTop - clientHeight < fetchWithinPx && pages.more.peek()) void pages.loadNext();
  };
  return (
    <section class="people" aria-labelledby="people-title">
      <h2 id="people-title" class="visually-hidden">
        People
      </h2>
      <p class="people-rules hint">{settingsText(seen.current.settings)}.</p>
      {(everyone.length > searchedFrom || sought.value !== '') && <Search sought={sought} pages={pages} />}
      <ul
        class="people-list"
        data-scrolls
        tabIndex={0}
        aria-label="People of this party"
        onScroll={onScroll}
        onKeyDown={(event) => moveAmong(event, event.currentTarget, '.person .control')}
      >
        <Gap rows={first} />
        {people.slice(first, end).map((participant, n) => (
          <Person
            key={participant.user_id}
            place={first + n + 1}
            count={people.length}
            participant={participant}
            me={participant.user_id === party.myId}
            status={statusOf(party, seen.current, participant)}
            manage={manage}
            menuLabel={menuLabelOf(party)}
          />
        ))}
        <Gap rows={people.length - end} />
        {sought.value !== '' && people.length === 0 && !pages.loading.value && <li class="people-more">Nobody here has such a name.</li>}
        {(sought.value === '' || pages.loading.value) && <MorePeople pages={pages} listed={everyone.length} />}
        {party.isHost.value &&
          named(party.removed.value, sought.value).map((person) => (
            <RemovedPerson key={person.user_id} person={person} letBackIn={() => party.letBackIn(person)} />
          ))}
      </ul>
      <ActionMenu target={target} />
      <PeopleActions party={party} />
    </section>
  );
}

function menuLabelOf(party: Party): string {
  return party.isHost.value ? 'Manage' : 'More about';
}

function statusOf(party: Party, { waiting }: PartyState, participant: Participant) {
  return personStatus(participant, waiting, party.clipId.value !== null);
}

/** Looks for a name, in a large party among everyone. */
function Search({ sought, pages }: { sought: Signal<string>; pages: RosterPages }) {
  const onInput = (event: InputEvent) => {
    sought.value = (event.currentTarget as HTMLInputElement).value;
    if (sought.value.trim() !== '') void pages.loadAll();
  };
  return (
    <label class="field people-search">
      <span class="visually-hidden">Find someone</span>
      <input type="search" dir="auto" value={sought.value} placeholder="Find someone" autoComplete="off" spellcheck={false} onInput={onInput} />
    </label>
  );
}

/** Stands for rows that are not on the page. */
function Gap({ rows }: { rows: number }) {
  return rows === 0 ? null : <li aria-hidden="true" style={{ height: `${rows * rowPx}px` }} />;
}

/** What the menus offer depends on who is a friend already. */
function useFriends(shown: boolean): void {
  useEffect(() => {
    if (shown && friends.peek() === null) void loadFriends();
  }, [shown]);
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
function MorePeople({ pages, listed }: { pages: RosterPages; listed: number }) {
  const total = pages.total.value;
  if (total === null || total <= listed) return null;
  return (
    <li class="people-more">
      <span>
        {listed} of {total} people
      </span>
      <button type="button" class="button button-small" aria-disabled={pages.loading.value} onClick={() => void pages.loadNext()}>
        {pages.loading.value ? 'Loading…' : 'Show more'}
      </button>
    </li>
  );
}

function PeopleActions({ party }: { party: Party }) {
  const { settings, readyCheck } = party.state.value;
  const waits = settings.waiting !== 'off';
  const asks = party.canControl.value && readyCheck === null;
  const wishes = !party.canControl.value;
  const reclaims = party.mayReclaim.value && !party.isHost.value;
  const looksAfter = party.isHostOrCoHost.value && party.reports.messages.value.length > 0;
  if (!waits && !asks && !wishes && !reclaims && !looksAfter) return null;
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
      <ReportsButton party={party} />
      {reclaims && (
        <button type="button" class="button button-small" onClick={() => party.send({ type: 'reclaim' })}>
          Be the host again
        </button>
      )}
      {wishes && (
        <button type="button" class="button button-small" onClick={() => party.send({ type: 'ask-control' })}>
          Ask for control
        </button>
      )}
      {asks && (
        <button type="button" class="button button-small" onClick={() => party.send({ type: 'ready-check' })}>
          Ready check
        </button>
      )}
    </div>
  );
}
