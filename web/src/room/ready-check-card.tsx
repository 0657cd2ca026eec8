// The question whether everyone is ready, over the film: how it stands, and one's own answer.

import type { ReadyCheck } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Party } from '../party/party';
import { listText } from '../text';
import './room-notice.css';
import { useSecondsLeft } from './use-seconds-left';

/** Names beyond this are only counted. */
const mostNames = 4;

export function ReadyCheckCard({ party }: { party: Party }) {
  const check = party.state.value.readyCheck;
  return (
    <>
      <span class="visually-hidden" role="status">
        {check !== null && 'Is everyone ready? Answer over the film.'}
      </span>
      {check !== null && <Question party={party} check={check} />}
    </>
  );
}

function Question({ party, check }: { party: Party; check: ReadyCheck }) {
  const seconds = useSecondsLeft(party.connection.clock, check.until_ms);
  const mine = useOwnAnswer(party, check);
  return (
    <div class="room-notice" role="group" aria-label="Ready check" data-testid="ready-check">
      <p>
        <strong>{check.countdown_ms === null ? 'Is everyone ready?' : 'Ready to start?'}</strong> {check.ready_count} of{' '}
        {check.total} ready
        <small>
          {missingText(check, party.myId)}
          {seconds !== null && <span class="room-notice-seconds"> {seconds} s left.</span>}
        </small>
      </p>
      <div class="button-row">
        <Answer chosen={mine.answer === true} give={() => mine.give(true)} label="Ready" />
        <Answer chosen={mine.answer === false} give={() => mine.give(false)} label="Not yet" />
        {party.canControl.value && (
          <button type="button" class="button button-small" onClick={() => party.send({ type: 'ready-check-cancel' })}>
            Cancel
          </button>
        )}
      </div>
    </div>
  );
}

function Answer({ chosen, give, label }: { chosen: boolean; give: () => void; label: string }) {
  return (
    <button type="button" class={chosen ? 'button button-small button-primary' : 'button button-small'} aria-pressed={chosen} onClick={give}>
      {label}
    </button>
  );
}

/** What one has answered: yes by the server's list; no only as far as this page remembers, since the list names neither. */
function useOwnAnswer(party: Party, check: ReadyCheck): { answer: boolean | null; give: (ready: boolean) => void } {
  const given = useSignal<boolean | null>(null);
  useEffect(() => {
    given.value = null;
  }, [check.until_ms]);
  const missing = check.missing.some(({ user_id }) => user_id === party.myId);
  const allNamed = check.missing.length === check.total - check.ready_count;
  const give = (ready: boolean) => {
    given.value = ready;
    party.send({ type: 'ready', is_ready: ready });
  };
  return { answer: allNamed && !missing ? true : given.value, give };
}

/** `Missing: you, Bob and 3 more.` */
function missingText({ missing, total, ready_count: ready }: ReadyCheck, myId: string): string {
  const names = missing.map(({ user_id, display_name }) => (user_id === myId ? 'you' : display_name));
  return total === ready ? '' : `Missing: ${listText(names.slice(0, mostNames), total - ready)}.`;
}
