// Muting somebody: for a while, or until somebody lifts it.

import type { Party } from '../party/party';
import type { MenuAction } from '../ui/action-menu';
import { forgottenUser } from './message-changes';

const durations: readonly { ms: number | null; label: string }[] = [
  { ms: null, label: '' },
  { ms: 600_000, label: ' for 10 minutes' },
  { ms: 3_600_000, label: ' for an hour' },
];

/** Nothing for those who may not, and about somebody who was forgotten. `name` is said where the menu is about something else. */
export function muteActions(party: Party, userId: string, name = ''): MenuAction[] {
  if (userId === forgottenUser || !party.mayModerate(userId)) return [];
  const whom = name === '' ? '' : ` ${name}`;
  if (party.isMuted(userId)) return [{ label: `Unmute${whom}`, act: () => party.send({ type: 'unmute', user_id: userId }) }];
  return durations.map(({ ms, label }) => ({
    label: `Mute${whom}${label}`,
    act: () => party.send({ type: 'mute', user_id: userId, ...(ms === null ? {} : { duration_ms: ms }) }),
  }));
}
