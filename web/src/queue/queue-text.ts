// The queue in words. Pure.

import type { Loop, QueueItem } from '@matinee/sdk';
import { clockText } from '../text';

export const loopLabels: Record<Loop, string> = { off: 'Play once', one: 'Repeat this film', all: 'Repeat all' };

export function itemTitle({ title, clip_id }: QueueItem): string {
  return title ?? clip_id;
}

/** `3 films, 1:20:00, repeats all`; the time only where every length is known. */
export function queueSummary(items: readonly QueueItem[], total: number, loop: Loop): string {
  const films = total === 1 ? '1 film' : `${total} films`;
  const known = items.length === total && items.every(({ duration_ms }) => duration_ms !== null);
  const lengthMs = items.reduce((sum, { duration_ms }) => sum + (duration_ms ?? 0), 0);
  const repeats = { off: null, one: 'this film repeats', all: 'all repeats' }[loop];
  return [total === 0 ? null : films, known && lengthMs > 0 ? clockText(lengthMs) : null, repeats]
    .filter((part) => part !== null)
    .join(', ');
}
