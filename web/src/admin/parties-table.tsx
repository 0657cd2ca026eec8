// Every party that goes on, those with somebody in them first, and a search through those that are listed: the server has
// none for operators.

import type { PartyOverview } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { ListingDetail } from '../home/party-row';
import { adminPath, navigate } from '../route';
import { operator } from './operator';
import { useAnswer } from './use-answer';

const pageSize = 50;

export function PartiesTable() {
  const pages = useSignal(1);
  const sought = useSignal('');
  const { value, problem } = useAnswer(() => firstPages(pages.value), `pages ${pages.value}`);
  const listed = value.value?.parties ?? [];
  const found = listed.filter((party) => isFound(party, sought.value));
  return (
    <section class="card" aria-labelledby="parties-title">
      <div class="party-list-head">
        <h2 id="parties-title">Parties</h2>
        <input
          type="search"
          dir="auto"
          aria-label="Search the parties"
          placeholder="Title, host or id"
          maxLength={128}
          autoComplete="off"
          spellcheck={false}
          value={sought.value}
          onInput={(event) => (sought.value = event.currentTarget.value)}
        />
      </div>
      <p class="form-problem" role="alert">
        {problem.value}
      </p>
      {value.value !== null && found.length === 0 && (
        <p class="hint">{listed.length === 0 ? 'No party goes on.' : 'No listed party fits.'}</p>
      )}
      <ul class="party-list" aria-labelledby="parties-title">
        {found.map((party) => (
          <Row key={party.id} party={party} />
        ))}
      </ul>
      {value.value?.more === true && (
        <p class="party-list-more">
          <span class="hint">The first {listed.length} are listed.</span>
          <button type="button" class="button button-small" onClick={() => (pages.value += 1)}>
            Show more
          </button>
        </p>
      )}
    </section>
  );
}

async function firstPages(count: number): Promise<{ parties: PartyOverview[]; more: boolean }> {
  const parties = new Map<string, PartyOverview>();
  let after: string | undefined;
  for (let page = 0; page < count; ++page) {
    const answer = await operator.parties({ limit: pageSize, ...(after === undefined ? {} : { after }) });
    for (const party of answer.parties) parties.set(party.id, party);
    if (answer.next === null) return { parties: [...parties.values()], more: false };
    after = answer.next;
  }
  return { parties: [...parties.values()], more: true };
}

/** By a part of its title or of its host's name, or by its whole id or that of its host. */
export function isFound({ id, title, host }: PartyOverview, sought: string): boolean {
  const wanted = sought.trim();
  if ([id, host.user_id].includes(wanted)) return true;
  return [title, host.display_name].some((text) => text.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()));
}

function Row({ party }: { party: PartyOverview }) {
  const path = adminPath(party.id);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(path);
  };
  return (
    <li class="party-row">
      <div class="party-row-text">
        <p class="party-row-title" dir="auto">
          {party.title}
        </p>
        <p class="party-row-detail">
          <ListingDetail party={party} />
          <span>{counted(party.connection_count, 'connection')}</span>
          <span>{counted(party.participant_count, 'member')}</span>
          <span>{party.visibility}</span>
        </p>
      </div>
      <a class="button button-small" href={path} aria-label={`Look at ${party.title}`} onClick={open}>
        Look
      </a>
    </li>
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
