// Whom the party waits for, in words. Pure.

import type { Waiting } from '@matinee/sdk';
import { listText } from '../text';

/** Names beyond this are only counted, so that the banner stays one line. */
const mostNames = 3;

/** `Waiting for Bob, Cleo and 3 more`; oneself comes first, as `you`. */
export function waitingText({ for: people, count }: Waiting, myId: string): string {
  const mine = people.filter(({ user_id }) => user_id === myId).map(() => 'you');
  const others = people.filter(({ user_id }) => user_id !== myId).map(({ display_name }) => display_name);
  return `Waiting for ${listText([...mine, ...others].slice(0, mostNames), count)}`;
}

/** Whether someone is among those waited for, as far as they are named. */
export function isWaitedFor(waiting: Waiting | null, userId: string): boolean {
  return waiting?.for.some(({ user_id }) => user_id === userId) ?? false;
}
