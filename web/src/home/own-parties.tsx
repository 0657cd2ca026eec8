// Parties one took part in: those that go on to come back to, those that ended to remember.

import type { Attendance } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { figuresPath, partyPath, replayPath } from '../route';
import { api } from '../server';
import { listText, problemText, roleNames } from '../text';
import { durationText } from './duration-text';
import { PartyRow } from './party-row';

const pageSize = 5;

export function OwnParties() {
  const parties = useSignal<Attendance[] | null>(null);
  const next = useSignal<string | null>(null);
  const problem = useSignal('');
  const load = async (after?: string) => {
    try {
      const page = await api.history({ limit: pageSize, ...(after === undefined ? {} : { after }) });
      parties.value = [...(after === undefined ? [] : (parties.peek() ?? [])), ...page.parties];
      next.value = page.next;
      problem.value = '';
    } catch (error) {
      problem.value = problemText(error);
    }
  };
  useEffect(() => void load(), []);
  if (problem.value === '' && (parties.value ?? []).length === 0) return null;
  return (
    <section class="card" aria-labelledby="own-title">
      <h2 id="own-title">Your parties</h2>
      <p class="form-problem" role="alert">
        {problem.value}
      </p>
      <ul class="party-list" aria-labelledby="own-title">
        {parties.value?.map((party) => (
          <PartyRow key={party.id} title={party.title} path={wayBack(party)} action={party.status === 'ended' ? 'Watch again' : 'Come back'}>
            <AttendanceDetail party={party} />
          </PartyRow>
        ))}
      </ul>
      {next.value !== null && (
        <button type="button" class="button button-small" onClick={() => void load(next.value ?? undefined)}>
          Show older
        </button>
      )}
    </section>
  );
}

/** With a seat by the code; without one a public party still lets in by its id. What is over is for those who had a seat in it. */
export function wayBack({ id, status, role, visibility, invite_code: code }: Attendance): string | null {
  if (status === 'ended') return role === null ? null : replayPath(id);
  if (code !== null) return partyPath(code);
  return visibility === 'public' ? partyPath(id) : null;
}

function AttendanceDetail({ party }: { party: Attendance }) {
  const others = party.participants.map((person) => person.display_name);
  const when = new Date(party.joined_at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
  const state = party.status === 'ended' ? `over, ${durationText(party.duration_ms)}` : `on for ${durationText(party.duration_ms)}`;
  return (
    <>
      <span>{when}</span>
      <span>{state}</span>
      <span>{party.participant_count === 1 ? 'just you' : <bdi>with {listText(others, party.participant_count - 1)}</bdi>}</span>
      {party.role !== null && party.role !== 'viewer' && (
        <>
          <span>{roleNames[party.role]}</span>
          <a href={figuresPath(party.id)} aria-label={`Figures: ${party.title}`}>
            Figures
          </a>
        </>
      )}
    </>
  );
}
