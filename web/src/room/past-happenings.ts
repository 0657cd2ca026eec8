// What happened while this page did not listen, from the events the server keeps, as lines with their times.

import type { ServerEvent } from '@matinee/sdk';
import type { Feed } from './feed';

/** Something that happened, at a server time. */
export interface PastHappening {
  atMs: number;
  text: string;
}

/** The lines of those events that happened when `isWanted` says so, oldest first; `feed` has told none before. */
export function pastHappenings(feed: Feed, events: readonly ServerEvent[], isWanted: (atMs: number) => boolean): PastHappening[] {
  const lines: PastHappening[] = [];
  for (const event of events) {
    const atMs = event.server_time_ms;
    for (const { text, continues } of feed.tell(event)) {
      if (!isWanted(atMs)) continue;
      if (continues) lines.pop();
      lines.push({ atMs, text });
    }
  }
  return lines;
}

/** Kept apart; of more, the first are taken for one. */
const mostSilences = 20;

/** When this page did not listen, in ms of server time: after the last event before, and before the first one since. */
export class Silences {
  private spans: { afterMs: number; beforeMs: number }[] = [];

  /** Null: nothing was ever heard. */
  begin(lastHeardMs: number | null): void {
    // One that nothing has ended goes on.
    if (this.spans.at(-1)?.beforeMs === Infinity) return;
    this.spans.push({ afterMs: lastHeardMs ?? -Infinity, beforeMs: Infinity });
    if (this.spans.length <= mostSilences) return;
    const [first, second, ...others] = this.spans;
    this.spans = [{ afterMs: first!.afterMs, beforeMs: second!.beforeMs }, ...others];
  }

  /** Something is heard; without a silence, that is nothing new. */
  end(atMs: number): void {
    const last = this.spans.at(-1);
    if (last?.beforeMs === Infinity) last.beforeMs = atMs;
  }

  include(atMs: number): boolean {
    return this.spans.some(({ afterMs, beforeMs }) => atMs > afterMs && atMs < beforeMs);
  }

  /** What happened in them is known now. */
  clear(): void {
    this.spans = [];
  }
}

/**
 * When a message was said, in ms of server time. The server tells whole seconds, rounded down: of what happened in the same
 * second a message is more often the answer than the cause.
 */
export function saidAtMs({ created_at }: { created_at: string }): number {
  return Math.floor(Date.parse(created_at) / 1000) * 1000 + 999;
}
