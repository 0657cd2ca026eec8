// The queue of a party and the playlists it is filled from: their messages, and how what is told of a queue changes what
// is known of it. Types and pure functions; no socket, no clock.

import type { PlaybackFields } from './events.js';
import type { Actor, Person } from './protocol.js';

/** What becomes of a clip that ended: it goes, plays again, or moves to the end of the queue. */
export type Loop = 'off' | 'one' | 'all';

/** A clip somebody wants to see; the same clip can be in a queue more than once. */
export interface QueueItem {
  id: string;
  clip_id: string;
  /** Null where neither the catalogue nor who queued it said. */
  title: string | null;
  duration_ms: number | null;
  added_by: Person;
}

/** A party's queue, or the beginning of a long one. */
export interface Queue {
  /** Counts the changes of the queue. */
  revision: number;
  loop: Loop;
  /** The item that plays; null where what plays was not taken from the queue. */
  current: QueueItem | null;
  /** What comes next, in order: the first of `total`. */
  items: readonly QueueItem[];
  total: number;
}

/** A page of a queue, as HTTP and the full state have it. */
export interface QueuePage extends Queue {
  /** What to ask for next, as `after`; null on the last page. */
  next: string | null;
}

/** How the vote to skip what plays stands. */
export interface SkipVotes {
  votes: number;
  needed: number;
}

/** For those whom the setting `queue_by` lets; `vote-skip` is for everyone. */
export type QueueCommand =
  /** `title` and `duration_ms` for clips the catalogue does not know. In front of `before_id`, or at the end. */
  | { type: 'queue-add'; clip_id: string; title?: string; duration_ms?: number; before_id?: string }
  /** All clips of a playlist. */
  | { type: 'queue-add'; playlist_id: string; before_id?: string }
  | { type: 'queue-move'; item_id: string; before_id?: string }
  | { type: 'queue-remove'; item_id: string }
  | { type: 'queue-clear' }
  /** Now; without an item, what is next. */
  | { type: 'queue-play'; item_id?: string }
  | { type: 'queue-shuffle' }
  | { type: 'queue-loop'; loop: Loop }
  | { type: 'vote-skip'; skip?: boolean };

/** What happened to a queue. */
export type QueueAction =
  | 'added'
  | 'moved'
  | 'removed'
  | 'cleared'
  /** Somebody chose what plays from the queue. */
  | 'played'
  /** What played came to its end. */
  | 'advanced'
  | 'voted'
  /** Something from elsewhere plays. */
  | 'left'
  /** What the queue had played was undone; it is in the queue again. */
  | 'returned'
  | 'shuffled'
  | 'loop';

export type QueueChangedEvent = PlaybackFields & {
  type: 'queue-changed';
  action: QueueAction;
  queue_revision: number;
  loop: Loop;
  current: QueueItem | null;
  total: number;
  /** Items to drop first. */
  removed: string[];
  /** Items to put in front of `before_id`; null: there are more than are told. */
  items: QueueItem[] | null;
  /** Null: at the end. */
  before_id: string | null;
  /** The whole order, after a shuffle. */
  order: string[] | null;
  by: Actor;
};
export type SkipVotesEvent = PlaybackFields & { type: 'skip-votes'; skip_votes: SkipVotes };

/** Whether all of the queue is known. */
export function isWhole(queue: Queue): boolean {
  return queue.items.length === queue.total;
}

/**
 * The queue after a change: null where the change does not follow what is known, and the queue has to be asked for. Of a
 * queue whose beginning is known, the beginning stays known, though it may become shorter.
 */
export function queueAfter(queue: Queue, event: QueueChangedEvent): Queue | null {
  if (event.queue_revision <= queue.revision) return queue;
  if (event.queue_revision !== queue.revision + 1) return null;
  const { queue_revision: revision, loop, current, total } = event;
  const removed = new Set(event.removed);
  const left = queue.items.filter(({ id }) => !removed.has(id));
  // What follows the last known item is known to be nothing only where the whole queue was.
  const placed = place(left, event, isWhole(queue));
  return { revision, loop, current, total, items: event.order === null ? placed : inOrder(placed, event.order) };
}

function place(items: readonly QueueItem[], { items: placed, before_id }: QueueChangedEvent, whole: boolean): readonly QueueItem[] {
  if (placed?.length === 0) return items;
  const found = before_id === null ? -1 : items.findIndex(({ id }) => id === before_id);
  if (found === -1 && !(before_id === null && whole)) return items;
  const at = found === -1 ? items.length : found;
  return placed === null ? items.slice(0, at) : [...items.slice(0, at), ...placed, ...items.slice(at)];
}

/** As far as the items are known. */
function inOrder(items: readonly QueueItem[], order: readonly string[]): QueueItem[] {
  const known = new Map(items.map((item) => [item.id, item]));
  const ordered: QueueItem[] = [];
  for (const id of order) {
    const item = known.get(id);
    if (item === undefined) break;
    ordered.push(item);
  }
  return ordered;
}
