// In front of a party: what is asked of who comes, and the room where they wait to be let in.

import { waitForAdmission, type JoinStanding } from '@matinee/sdk';
import { useEffect } from 'preact/hooks';
import { navigate } from '../route';
import { api } from '../server';
import { problemText } from '../text';
import { ActionForm } from '../ui/action-form';
import { notify } from '../ui/notices';

/** Longest password of a party, in characters. */
export const longestPassword = 128;

interface PasswordDoorProps {
  /** Tries a password; what it throws is shown. */
  enter: (password: string) => Promise<void>;
}

export function PasswordDoor({ enter }: PasswordDoorProps) {
  return (
    <section class="card card-narrow" aria-labelledby="password-title">
      <h1 id="password-title">This party has a password</h1>
      <p class="hint">Whoever invited you knows it.</p>
      <ActionForm action={(fields) => enter(String(fields.get('password') ?? ''))} submitLabel="Join the party" busyLabel="Joining…">
        <label class="field">
          <span>Password</span>
          <input name="password" type="password" required maxLength={longestPassword} autoComplete="off" />
        </label>
      </ActionForm>
    </section>
  );
}

interface WaitingRoomProps {
  partyId: string;
  /** Somebody decided. */
  answered: (standing: JoinStanding) => void;
  /** There is nothing to wait for any more. */
  failed: (error: unknown) => void;
}

export function WaitingRoom({ partyId, answered, failed }: WaitingRoomProps) {
  useEffect(() => {
    const gone = new AbortController();
    waitForAdmission(api, partyId, { signal: gone.signal }).then(answered, (error: unknown) => {
      if (!gone.signal.aborted) failed(error);
    });
    return () => gone.abort();
  }, [partyId]);
  const goAway = async () => {
    await api.withdrawJoinRequest(partyId).catch((error: unknown) => notify(problemText(error), 'problem'));
    navigate('/');
  };
  return (
    <section class="card card-narrow" aria-labelledby="waiting-room-title">
      <h1 id="waiting-room-title">You are in the waiting room</h1>
      <p role="status">The host has been told that you are here. This page goes on by itself as soon as they let you in.</p>
      <button type="button" class="button" onClick={() => void goAway()}>
        Don’t wait
      </button>
    </section>
  );
}
