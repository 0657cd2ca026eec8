// The lines of the chat panel: what people wrote and what happened, in order, so many of each and no more.

import type { ChatMessage, ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';
import type { Feed } from './feed';

/** A line in the chat: what someone wrote, or what happened. */
export type ChatLine = { kind: 'message'; message: ChatMessage } | { kind: 'happening'; id: number; text: string };

/** Bounded apart, so that a lively film does not push the conversation out. */
const most = { message: 300, happening: 100 };

/** Listens by `hear` to the events of one party. */
export class Conversation {
  /** Oldest first. */
  readonly lines = signal<readonly ChatLine[]>([]);
  private nextId = 1;

  constructor(private readonly feed: Feed) {}

  hear(event: ServerEvent): void {
    if (event.type === 'chat_message') this.add({ kind: 'message', message: event.chat_message });
    for (const { text, continues } of this.feed.tell(event)) {
      if (continues) this.dropLast('happening');
      this.add({ kind: 'happening', id: this.nextId++, text });
    }
  }

  private add(line: ChatLine): void {
    const lines = [...this.lines.peek(), line];
    const excess = lines.filter(({ kind }) => kind === line.kind).length > most[line.kind];
    if (excess) lines.splice(lines.findIndex(({ kind }) => kind === line.kind), 1);
    this.lines.value = lines;
  }

  private dropLast(kind: ChatLine['kind']): void {
    const lines = this.lines.peek();
    const at = lines.map((line) => line.kind).lastIndexOf(kind);
    this.lines.value = lines.filter((_, index) => index !== at);
  }
}
