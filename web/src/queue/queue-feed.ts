// What happened to the queue, as lines of the feed. Pure.

import type { QueueChangedEvent } from '@matinee/sdk';
import { itemTitle } from './queue-text';

const loopTexts = { off: 'no longer repeats', one: 'repeats the film that plays', all: 'repeats as a whole' };

/** Null where another event tells it, or nobody would miss it. */
export function queueChangeText(event: QueueChangedEvent, who: string): string | null {
  switch (event.action) {
    case 'added':
      return `${who} queued ${addedText(event)}`;
    case 'removed':
      return `${who} took a film out of the queue`;
    case 'cleared':
      return `${who} cleared the queue`;
    case 'advanced':
      return event.current === null ? null : `Next from the queue: “${itemTitle(event.current)}”`;
    case 'voted':
      return event.current === null ? null : `Skipped by vote, next: “${itemTitle(event.current)}”`;
    case 'shuffled':
      return `${who} shuffled the queue`;
    case 'loop':
      return `The queue ${loopTexts[event.loop]} (${who})`;
    default:
      return null;
  }
}

function addedText({ items, current }: QueueChangedEvent): string {
  if (items === null) return 'a playlist';
  const first = items[0] ?? current;
  return items.length > 1 ? `${items.length} films` : `“${first === null || first === undefined ? 'a film' : itemTitle(first)}”`;
}
