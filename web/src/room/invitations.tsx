// Invitations beside the party's code: made for somebody, counted, and taken back. For the host and co-hosts.

import type { Invitation, NewInvitation } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { partyPath } from '../route';
import { api } from '../server';
import { listText, problemText } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { CopyButton } from '../ui/copy-button';
import { notify } from '../ui/notices';
import './invitations.css';
import { invitationText, lifetimes, usesOffered } from './invitation-text';

/** Longest note, in characters. */
const longestNote = 100;

export function Invitations({ party }: { party: Party }) {
  const partyId = party.details.id;
  const invitations = useSignal<Invitation[] | null>(null);
  const problem = useSignal('');
  const list = useRef<HTMLUListElement>(null);
  const load = () =>
    api.invitations(partyId).then(
      (list) => (invitations.value = list),
      (error: unknown) => (problem.value = problemText(error)),
    );
  // Whoever comes may have come by one of them.
  const seats = party.state.value.participants.length;
  useEffect(() => void load(), [seats]);
  const make = async (fields: FormData) => {
    const made = await api.createInvitation(partyId, limitsIn(fields));
    invitations.value = [made, ...(invitations.peek() ?? [])];
    // Below the form: brought into view when it is there.
    requestAnimationFrame(() => list.current?.firstElementChild?.scrollIntoView({ block: 'nearest' }));
  };
  const revoke = ({ id }: Invitation) => {
    api.revokeInvitation(partyId, id).then(
      () => (invitations.value = (invitations.peek() ?? []).filter((one) => one.id !== id)),
      (error: unknown) => notify(problemText(error), 'problem'),
    );
  };
  return (
    <section class="invitations" aria-labelledby="invitations-title">
      <h3 id="invitations-title">Invitations of their own</h3>
      <p class="hint">Links that let somebody in past the password and the waiting room, until you take them back.</p>
      <ActionForm action={make} submitLabel="Make an invitation" busyLabel="Making…" quiet>
        <label class="field">
          <span>For whom</span>
          <input name="note" maxLength={longestNote} autoComplete="off" placeholder="A note only hosts see" />
        </label>
        <div class="invitations-limits">
          <label class="field">
            <span>Lets in</span>
            <select name="max_uses">
              {usesOffered.map(({ uses, label }) => (
                <option key={label} value={uses ?? ''}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>For</span>
            <select name="expires_in_ms">
              {lifetimes.map(({ ms, label }) => (
                <option key={label} value={ms ?? ''}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        </div>
      </ActionForm>
      {problem.value !== '' && <p role="alert">{problem.value}</p>}
      <ul ref={list} class="invitations-list" aria-label="Invitations">
        {(invitations.value ?? []).map((invitation) => (
          <Entry key={invitation.id} invitation={invitation} revoke={() => revoke(invitation)} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ invitation, revoke }: { invitation: Invitation; revoke: () => void }) {
  const { code, note, state, uses, used_by } = invitation;
  const link = location.origin + partyPath(code);
  return (
    <li class="invitation">
      <p>
        {note !== '' && (
          <>
            <strong>
              <bdi>{note}</bdi>
            </strong>{' '}
          </>
        )}
        <span class="code">{code}</span>
      </p>
      <p class="invitation-limits">{invitationText(invitation, Date.now())}</p>
      {uses > 0 && <p class="invitation-limits">Used by {listText(used_by.slice(0, 3).map((one) => one.display_name), uses)}</p>}
      <div class="button-row">
        {state === 'usable' && (
          <CopyButton text={link} done="The invitation is on your clipboard.">
            Copy link
          </CopyButton>
        )}
        <button type="button" class="button button-small button-danger" onClick={revoke}>
          {state === 'usable' ? 'Take back' : 'Remove'}
        </button>
      </div>
    </li>
  );
}

function limitsIn(fields: FormData): NewInvitation {
  const [uses, ms] = [text(fields, 'max_uses'), text(fields, 'expires_in_ms')];
  return {
    note: text(fields, 'note'),
    ...(uses === '' ? {} : { max_uses: Number(uses) }),
    ...(ms === '' ? {} : { expires_in_ms: Number(ms) }),
  };
}
