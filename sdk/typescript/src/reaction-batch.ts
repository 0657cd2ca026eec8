// Gathers quick reactions into one message, as the specification's best practices ask. Owns one timer.

import type { Command } from './protocol.js';

/** Long enough to gather a flurry of clicks, short enough to feel immediate to the others. */
const gatherMs = 300;
/** The most of a batch: entries, and of one emoji. */
const most = { entries: 30, count: 100 };

/** Collects reactions and sends them together. */
export class ReactionBatch {
  private counts = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `positionMs` tells where in the clip people are, in ms; null while unknown. */
  constructor(
    private readonly send: (command: Command) => void,
    private readonly positionMs: () => number | null,
  ) {}

  /** Adds one reaction; more than fit into a batch are left out. */
  add(emoji: string): void {
    const count = this.counts.get(emoji) ?? 0;
    if (count >= most.count || (count === 0 && this.counts.size >= most.entries)) return;
    this.counts.set(emoji, count + 1);
    this.timer ??= setTimeout(() => this.flush(), gatherMs);
  }

  /** Forgets what was not sent yet. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.counts.clear();
  }

  private flush(): void {
    const reactions = [...this.counts].map(([emoji, count]) => ({ emoji, count }));
    this.stop();
    const positionMs = this.positionMs();
    const when = positionMs === null ? {} : { video_timestamp: positionMs / 1000 };
    const [only] = reactions;
    if (reactions.length === 1 && only?.count === 1) this.send({ type: 'reaction', emoji: only.emoji, ...when });
    else this.send({ type: 'reactions', reactions, ...when });
  }
}
