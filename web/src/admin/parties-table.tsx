// Every party that goes on, those with somebody in them first.

import type { PartyOverview } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { ListingDetail } from '../home/party-row';
import { adminPath, navigate } from '../route';
import { operator } from './operator';
import { useAnswer } from './use-answer';

const pageSize = 50;

export function PartiesTable() {
  const pages = useSignal(1);
  const { value, problem } = useAnswer(() => firstPages(pages.value), `pages ${pages.value}`);
  return (
    <section class="card" aria-labelledby="parties-title">
      <h2 id="parties-title">Parties</h2>
      <p class="form-problem" role="alert">
        {problem.value}
      </p>
      {value.value?.parties.length === 0 && <p class="hint">No party goes on.</p>}
      <ul class="party-list" aria-labelledby="parties-title">
        {value.value?.parties.map((party) => (
          <Row key={party.id} party={party} />
        ))}
      </ul>
      {value.value?.more === true && (
        <button type="button" class="button button-small" onClick={() => (pages.value += 1)}>
          Show more
        </button>
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
