// How people get into a party besides its code: invitations, a password, and the waiting room. Times in text are
// RFC 3339.

import type { ListedPerson } from './discovery.js';
import type { HttpClient } from './http-client.js';
import { ProblemError } from './problem.js';
import type { Person } from './protocol.js';

/** A code beside the party's own. Who comes by it needs no password and does not wait. */
export interface Invitation {
  id: string;
  /** Joins like the party's invite code; whoever has it gets in. */
  code: string;
  note: string;
  state: 'usable' | 'used_up' | 'expired';
  created_by: Person;
  created_at: string;
  /** Null: never. */
  expires_at: string | null;
  /** Null: as many as there are seats. */
  max_uses: number | null;
  uses: number;
  /** The last first. */
  used_by: (Person & { used_at: string })[];
}

/** What an invitation is limited to; nothing: it is not. */
export interface NewInvitation {
  /** 1 is a single use; at most 100000. */
  max_uses?: number;
  /** 1000 to a year. */
  expires_in_ms?: number;
  /** Tells it from others; at most 100 characters. */
  note?: string;
}

/** Where the caller stands with a party. */
export interface JoinStanding {
  party_id: string;
  state: 'admitted' | 'waiting' | 'declined';
  /** The way in, once admitted. */
  ws_url: string | null;
}

/** Somebody in the waiting room. */
export interface JoinRequest extends ListedPerson {
  requested_at: string;
}

/** Thrown by `joinParty` where host or co-host let people in one by one: the caller waits now, without a seat. */
export class WaitingToJoinError extends Error {
  override readonly name = 'WaitingToJoinError';

  constructor(readonly partyId: string) {
    super('The host lets people in one by one; wait for an answer with waitForAdmission().');
  }
}

export interface AdmissionWait {
  /** Between two looks, in ms; a look is a request. */
  everyMs?: number;
  /** Ends the wait: the promise rejects with the signal's reason. The place in the waiting room stays. */
  signal?: AbortSignal;
}

/** Answers that say nothing about the request: the next look may do better. */
const isPassing = (error: unknown): boolean =>
  error instanceof ProblemError && (error.status === 0 || error.status === 429 || error.status >= 500);

/**
 * Resolves when somebody in the waiting room is admitted or declined. Rejects with a `ProblemError` when the wish is
 * gone (`NOT_FOUND`: it was forgotten after a time) or the party is (`PARTY_ENDED`). A server that does not answer is
 * asked again.
 */
export async function waitForAdmission(
  client: Pick<HttpClient, 'joinStanding'>,
  partyId: string,
  { everyMs = 2000, signal }: AdmissionWait = {},
): Promise<JoinStanding> {
  for (;;) {
    signal?.throwIfAborted();
    const standing = await client.joinStanding(partyId).catch((error: unknown) => {
      if (isPassing(error)) return null;
      throw error;
    });
    if (standing !== null && standing.state !== 'waiting') return standing;
    await pause(everyMs, signal);
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
