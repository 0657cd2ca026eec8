// How someone in the party is doing, in a word or two. Pure.

import type { Participant, Waiting } from '@matinee/sdk';
import { driftText } from '../text';
import { isWaitedFor } from './waiting-text';

/** What to write beside a name, and how loudly. */
export interface PersonStatus {
  text: string;
  tone: 'good' | 'busy' | 'quiet';
}

/** Below this nobody in a room would notice, in ms. */
const noticeableMs = 80;

/** Null when there is nothing to say: the person is here and has reported nothing, or no film is chosen. */
export function personStatus(person: Participant, waiting: Waiting | null, hasFilm: boolean): PersonStatus | null {
  if (!person.is_active) return { text: 'away', tone: 'quiet' };
  if (!hasFilm) return null;
  if (isWaitedFor(waiting, person.user_id)) return { text: 'waited for', tone: 'busy' };
  if (person.buffering === true) return { text: 'buffering', tone: 'busy' };
  if (person.ready === false) return { text: 'not ready', tone: 'busy' };
  if (person.drift_ms === undefined || person.drift_ms === null) return null;
  const { drift_ms: driftMs } = person;
  if (Math.abs(driftMs) < noticeableMs) return { text: 'in step', tone: 'good' };
  return { text: `${driftText(driftMs)} ${driftMs < 0 ? 'behind' : 'ahead'}`, tone: 'busy' };
}
