// The messages that others answer: those of the conversation, and those from further back, asked for one by one.

import type { ChatMessage } from '@matinee/sdk';
import { signal } from '@preact/signals';

/** Kept of those that had to be asked for. */
const most = 200;

export class Quotes {
  /** Null: not there, or not to be had. */
  private readonly fetched = signal<ReadonlyMap<string, ChatMessage | null>>(new Map());
  private readonly asked = new Set<string>();

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

  private async ask(id: string): Promise<void> {
    this.asked.add(id);
    const message = await this.load(id).catch(() => null);
    this.fetched.value = new Map([...this.fetched.peek(), [id, message]]);
  }
}
