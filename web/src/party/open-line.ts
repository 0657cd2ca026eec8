// The line to a party, opened as soon as its address is known: what else the page asks the server for comes meanwhile.

import { closeCodes, PartyConnection, ProblemError } from '@matinee/sdk';
import { api } from '../server';

/** Opens it. Whoever gets it closes it. */
export function openLine(partyId: string, socketUrl: string): PartyConnection {
  return new PartyConnection({ url: socketUrl, refusal: () => refusal(partyId) });
}

/** A browser hides why a socket was refused; HTTP tells. */
async function refusal(partyId: string): Promise<{ code: number; reason: string } | null> {
  try {
    const { status } = await api.party(partyId);
    return status === 'ended' ? { code: closeCodes.partyEnded, reason: '' } : null;
  } catch (error) {
    const lasting = error instanceof ProblemError && [401, 403, 404].includes(error.status);
    return lasting ? { code: error.status, reason: error.code } : null;
  }
}
