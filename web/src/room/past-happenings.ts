// What happened while this page did not listen, from the events the server keeps, as lines with their times.

import type { ServerEvent } from '@matinee/sdk';
import type { Feed } from './feed';

/** Something that happened, at a server time. */
export interface PastHappening {
  atMs: number;
  text: string;
}

/** The lines of events told after `afterMs` and before `beforeMs`, oldest first; `feed` has told none before. */
export function pastHappenings(feed: Feed, events: readonly ServerEvent[], afterMs: number, beforeMs: number): PastHappening[] {
  const lines: PastHappening[] = [];
  for (const event of events) {
    const isOfThen = event.server_time_ms > afterMs && event.server_time_ms < beforeMs;
    for (const { text, continues } of feed.tell(event)) {
      if (!isOfThen) continue;
      if (continues) lines.pop();
      lines.push({ atMs: event.server_time_ms, text });
    }
  }
  return lines;
}

/**
 * When a message was said, in ms of server time. The server tells whole seconds, rounded down: of what happened in the same
 * second a message is more often the answer than the cause.
 */
export function saidAtMs({ created_at }: { created_at: string }): number {
  return Math.floor(Date.parse(created_at) / 1000) * 1000 + 999;
}

/** Both in order of time; of the same time, what was said comes first. */
export function mergedByTime<Message extends { created_at: string }>(
  messages: readonly Message[],
  happenings: readonly PastHappening[],
): (Message | PastHappening)[] {
  const timeOf = (one: Message | PastHappening) => ('atMs' in one ? one.atMs : saidAtMs(one));
  return [...messages, ...happenings].sort((one, other) => timeOf(one) - timeOf(other));
}
