// One party as its operator sees it: how it stands, who is connected, what happened lately and how long that took.

import { isLivePosition, type PartyInspection, type TracedEvent } from '@matinee/sdk';
import { adminPath, navigate } from '../route';
import { clockText, problemText } from '../text';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notices';
import { askToBlock } from './block';
import { operator } from './operator';
import { useAnswer } from './use-answer';

interface Seen {
  party: PartyInspection;
  events: TracedEvent[];
}

/** Connections shown; a party may have thousands. */
const shownConnections = 100;

async function look(partyId: string): Promise<Seen> {
  const [party, events] = await Promise.all([operator.party(partyId, shownConnections), operator.events(partyId)]);
  return { party, events: events.reverse() };
}

export function PartyPage({ partyId }: { partyId: string }) {
  const { value, problem, askAgain } = useAnswer(() => look(partyId), partyId);
  const back = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(adminPath(null));
  };
  return (
    <>
      <p>
        <a href={adminPath(null)} onClick={back}>
          All parties
        </a>
      </p>
      <p class="form-problem" role="alert">
        {problem.value}
      </p>
      {value.value !== null && (
        <>
          <Standing party={value.value.party} onChange={askAgain} />
          <Connections party={value.value.party} onChange={askAgain} />
          <Events events={value.value.events} />
        </>
      )}
    </>
  );
}

interface PartyProps {
  party: PartyInspection;
  /** Something was done: look again. */
  onChange: () => Promise<void>;
}

function Standing({ party, onChange }: PartyProps) {
  const close = async () => {
    const text = `“${party.title}” ends for everyone in it. This cannot be taken back.`;
    if (!(await confirm('Close this party?', text, 'Close the party'))) return;
    try {
      await operator.closeParty(party.id);
      notify('The party is closed.');
    } catch (error) {
      notify(problemText(error), 'problem');
    }
    await onChange();
  };
  return (
    <section class="card" aria-labelledby="party-title">
      <h1 id="party-title">
        <bdi>{party.title}</bdi>
      </h1>
      <dl class="admin-figures">
        <Figure label="Status" value={party.status === 'ended' ? 'over' : 'goes on'} />
        <Figure label="Visibility" value={party.visibility} />
        <Figure label="Connections" value={String(party.connection_count)} />
        <Figure label="Members" value={`${party.participant_count} of ${party.max_participants}`} />
        <Figure label="Film" value={filmText(party)} />
        <Figure label="Queued" value={String(party.queued)} />
        <Figure label="Since" value={new Date(party.created_at).toLocaleString()} />
        <Figure label="Storage" value={party.waits_for_storage ? 'failed, is read again' : 'up to date'} />
        <Figure label="Host" value={party.host_user_id} />
        <Figure label="Id" value={party.id} />
      </dl>
      {party.status === 'active' && (
        <button type="button" class="button button-danger" onClick={() => void close()}>
          Close the party
        </button>
      )}
    </section>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

function filmText({ current_clip_id: clip, is_playing: plays, is_holding: holds, position_ms: position }: PartyInspection): string {
  if (clip === null) return 'none yet';
  if (isLivePosition(position)) return 'live';
  return `${holds ? 'waits' : plays ? 'plays' : 'paused'} at ${clockText(position)}`;
}

function Connections({ party, onChange }: PartyProps) {
  const { connections } = party;
  const block = async (userId: string, name: string) => {
    if (await askToBlock(userId, name)) await onChange();
  };
  return (
    <section class="card" aria-labelledby="connections-title">
      <h2 id="connections-title">Connected</h2>
      {connections.length === 0 && <p class="hint">Nobody is connected.</p>}
      {connections.length > 0 && (
        <div class="admin-table" role="group" aria-labelledby="connections-title" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <td />
                <th scope="col">Since</th>
                <th scope="col">Waiting</th>
                <th scope="col">Round trip</th>
              </tr>
            </thead>
            <tbody>
              {connections.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <bdi>{one.display_name}</bdi>
                    <small title={one.user_id}>{one.user_id}</small>
                  </th>
                  <td>
                    <button
                      type="button"
                      class="button button-small"
                      aria-label={`Block ${one.display_name}`}
                      onClick={() => void block(one.user_id, one.display_name)}
                    >
                      Block
                    </button>
                  </td>
                  <td>{new Date(one.since).toLocaleTimeString()}</td>
                  <td>
                    {one.waiting_bytes} B{one.reading_paused ? ', reading paused' : ''}
                  </td>
                  <td>{one.round_trip_ms === null ? '–' : `${one.round_trip_ms} ms`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {party.connection_count > connections.length && <p class="hint">And {party.connection_count - connections.length} more.</p>}
    </section>
  );
}

function Events({ events }: { events: TracedEvent[] }) {
  return (
    <section class="card" aria-labelledby="events-title">
      <h2 id="events-title">What happened lately</h2>
      {events.length === 0 && <p class="hint">Nothing since the party was loaded.</p>}
      {events.length > 0 && (
        <div class="admin-table" role="group" aria-labelledby="events-title" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Decided</th>
                <th scope="col">Stored</th>
                <th scope="col">Handed out</th>
                <th scope="col">At</th>
                <th scope="col">By</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event, index) => (
                <tr key={events.length - index}>
                  <th scope="row">
                    {event.type}
                    {event.failed && <small>failed</small>}
                  </th>
                  <td>{stepText(event.decided_us)}</td>
                  <td>{stepText(event.committed_us)}</td>
                  <td>{stepText(event.handed_out_us)}</td>
                  <td>{new Date(event.at).toLocaleTimeString()}</td>
                  <td>
                    <small>{event.user_id ?? 'the operator'}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="hint">Times are since the server received the command.</p>
    </section>
  );
}

function stepText(us: number | null): string {
  return us === null ? '–' : `${(us / 1000).toFixed(2)} ms`;
}
