// The messages that others answer: those of the conversation, and those from further back, asked for one by one. Both follow
// what becomes of them.

import type { ChatMessage, ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';
import { ChangesMeanwhile, changedBy, changesMessages } from './message-changes';

/** Kept of those that had to be asked for. */
const most = 200;

/** Listens by `hear` to the events of one party. */
export class Quotes {
  /** Null: not there, or not to be had. */
  private readonly fetched = signal<ReadonlyMap<string, ChatMessage | null>>(new Map());
  private asked = new Set<string>();
  private readonly meanwhile = new ChangesMeanwhile();

  /** `find` follows what becomes of a message when it is read in a computation or a component. */
  constructor(
    private readonly find: (id: string) => ChatMessage | undefined,
    private readonly load: (id: string) => Promise<ChatMessage>,
  ) {}

  /** The message as it is now; undefined while it is on its way. */
  of(id: string): ChatMessage | null | undefined {
    const known = this.find(id) ?? this.fetched.value.get(id);
    if (known === undefined && !this.asked.has(id) && this.asked.size < most) void this.ask(id);
    return known;
  }

  hear(event: ServerEvent): void {
    if (!changesMessages(event)) return;
    this.meanwhile.hear(event);
    const before = [...this.fetched.peek()];
    const after = before.map(([id, message]) => [id, message && changedBy(event, message)] as const);
    if (after.some(([, message], n) => message !== before[n]?.[1])) this.fetched.value = new Map(after);
  }

  /** Asks again for what is shown: the line was cut, and what became of it was told to others. */
  renew(): void {
    this.asked = new Set();
    if (this.fetched.peek().size > 0) this.fetched.value = new Map();
  }

  private async ask(id: string): Promise<void> {
    const { asked } = this;
    asked.add(id);
    const message = await this.meanwhile.during(async (changed) => {
      const loaded = await this.load(id).catch(() => null);
      return loaded && changed(loaded);
    });
    if (asked === this.asked) this.fetched.value = new Map([...this.fetched.peek(), [id, message]]);
  }
}
