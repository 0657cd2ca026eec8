// The ways a party is over for someone, or was never open to them, in words.

import { closeCodes, ProblemError } from '@matinee/sdk';
import { problemText } from '../text';

/** What to say, and whether entering again can help. */
export interface Farewell {
  title: string;
  text: string;
  canRetry: boolean;
  /** The party is over, and those who were in it may watch it again. */
  canWatchAgain?: boolean;
}

const final = (title: string, text: string) => (): Farewell => ({ title, text, canRetry: false });
const open = (title: string, text: string) => (): Farewell => ({ title, text, canRetry: true });

export const farewell = {
  ended: (): Farewell => ({
    title: 'The party has ended',
    text: 'Thanks for watching. Start another one whenever you like.',
    canRetry: false,
    canWatchAgain: true,
  }),
  blocked: final('You cannot come in', 'The operator of this server has blocked you.'),
  kicked: final('You were removed from this party', 'The host removed you. Only the host can let you back in.'),
  full: open('This party is full', 'Every seat is taken. Try again when someone has left.'),
  tooManyTabs: open('You have this open too many times', 'Close a tab or a device that you no longer watch on, then try again.'),
  left: open('You have left the party', 'The code still lets you back in.'),
  signedOut: open('Your session has ended', 'Join again to go on watching.'),
  lost: open('The connection is lost', 'The server has not answered for a long time. Check your connection, then try again.'),
  unknownCode: final('No party has this code', 'Check the code with whoever invited you. Codes stop working when a party ends.'),
  invitationSpent: final('This invitation is used up', 'It has let in as many people as it may, has expired, or was taken back. Ask for another one.'),
  declined: final('You were not let in', 'The host or a co-host has declined. Ask them, or try again later.'),
  forgotten: open('Nobody answered', 'The host did not get to you. Ask them, then try again.'),
  stopped: (reason: string): Farewell => ({
    title: 'The server closed the connection',
    text: reason === '' ? 'It asked this page not to come back by itself.' : `It said: ${reason}`,
    canRetry: true,
  }),
};

/** What to say when joining was refused. */
export function farewellOfProblem(error: unknown): Farewell {
  const code = error instanceof ProblemError ? error.code : '';
  if (code === 'PARTY_ENDED') return farewell.ended();
  if (code === 'PARTICIPANT_LIMIT') return farewell.full();
  if (code === 'KICKED') return farewell.kicked();
  if (code === 'BLOCKED') return farewell.blocked();
  if (code === 'INVITATION_INVALID') return farewell.invitationSpent();
  if (code === 'JOIN_DECLINED') return farewell.declined();
  if (error instanceof ProblemError && error.status === 404) return farewell.unknownCode();
  return { title: 'The party could not be opened', text: problemText(error), canRetry: true };
}

/** What to say when the connection was closed for good: with a close code, or the HTTP status it was refused with. */
export function farewellOfClose(code: number, reason: string): Farewell {
  switch (code) {
    case closeCodes.partyEnded:
    case 404:
      return farewell.ended();
    case closeCodes.blocked:
      return farewell.blocked();
    case closeCodes.kicked:
      return farewell.kicked();
    case closeCodes.participantLimit:
      return farewell.full();
    case closeCodes.connectionLimit:
      return farewell.tooManyTabs();
    case closeCodes.leftParty:
      return farewell.left();
    case 401:
      return farewell.signedOut();
    case 403:
      if (reason === 'BLOCKED') return farewell.blocked();
      return reason === 'KICKED' ? farewell.kicked() : farewell.left();
    case closeCodes.abuse:
      return farewell.stopped(reason);
    default:
      return farewell.lost();
  }
}
