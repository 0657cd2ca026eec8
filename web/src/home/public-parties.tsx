// Parties open to everyone: searched by title, by people or newness, page by page.

import type { PartyListing, PublicPartiesQuery } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { partyPath } from '../route';
import { api } from '../server';
import { problemText } from '../text';
import { ListingDetail, PartyRow } from './party-row';

type Sort = NonNullable<PublicPartiesQuery['sort']>;

/** After the last key pressed, in ms, until it is searched. */
const typingMs = 300;
const pageSize = 10;

export function PublicParties() {
  const search = useSignal('');
  const sort = useSignal<Sort>('people');
  const parties = useSignal<PartyListing[] | null>(null);
  const next = useSignal<string | null>(null);
  const problem = useSignal('');
  const asked = useRef(0);

  /** The answer to an older question is dropped. */
  const load = async (after?: string) => {
    const question = ++asked.current;
    try {
      const words = search.value.trim();
      const page = await api.publicParties({
        sort: sort.value,
        limit: pageSize,
        ...(words === '' ? {} : { search: words }),
        ...(after === undefined ? {} : { after }),
      });
      if (question !== asked.current) return;
      const before = after === undefined ? [] : (parties.peek() ?? []);
      parties.value = [...before, ...page.parties.filter(({ id }) => !before.some((party) => party.id === id))];
      next.value = page.next;
      problem.value = '';
    } catch (error) {
      if (question === asked.current) problem.value = problemText(error);
    }
  };
  useEffect(() => {
    const timer = setTimeout(() => void load(), parties.peek() === null ? 0 : typingMs);
    return () => clearTimeout(timer);
  }, [search.value, sort.value]);

  return (
    <section class="card" aria-labelledby="public-title">
      <div class="party-list-head">
        <h2 id="public-title">Open to everyone</h2>
        <input
          type="search"
          aria-label="Search public parties"
          placeholder="Search by title"
          maxLength={100}
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
        <select aria-label="Sort parties" value={sort.value} onChange={(event) => (sort.value = event.currentTarget.value as Sort)}>
          <option value="people">Most people</option>
          <option value="newest">Newest</option>
        </select>
      </div>
      <p class="form-problem" role="alert">
        {problem.value}
      </p>
      {parties.value?.length === 0 && (
        <p class="hint">{search.value.trim() === '' ? 'No public party right now. Start one!' : 'No public party has this in its title.'}</p>
      )}
      <ul class="party-list" aria-labelledby="public-title">
        {parties.value?.map((party) => (
          <PartyRow key={party.id} title={party.title} path={partyPath(party.id)} action="Join">
            <ListingDetail party={party} />
          </PartyRow>
        ))}
      </ul>
      {next.value !== null && (
        <button type="button" class="button button-small" onClick={() => void load(next.value ?? undefined)}>
          Show more
        </button>
      )}
    </section>
  );
}
