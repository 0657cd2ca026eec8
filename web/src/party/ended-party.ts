// Which party it was that a link led to, for those who were in it: joining what is over tells nobody its id.

import { api } from '../server';

/** Parties looked through, the last joined first. */
const mostParties = 50;

/** Its id, by its invite code or its id; null where the caller had no seat in it, or nobody knows. */
export async function endedPartyOf(code: string): Promise<string | null> {
  const page = await api.history({ limit: mostParties }).catch(() => null);
  const isIt = ({ id, invite_code }: { id: string; invite_code: string | null }) => id === code || invite_code === code;
  return page?.parties.find((party) => party.status === 'ended' && party.role !== null && isIt(party))?.id ?? null;
}
