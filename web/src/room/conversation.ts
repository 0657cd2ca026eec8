// The lines of the chat panel: what people wrote and what happened, in order, so many of each and no more. What was said
// before is loaded by page, older ones as someone scrolls up, missed ones after a lost connection.

import type { ChatMessage, MessagePage, MessageQuery, ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';
import type { Feed } from './feed';

/** A line in the chat: what someone wrote, or what happened. `order` counts on at the end and back at the beginning. */
export type ChatLine =
  | { kind: 'message'; order: number; message: ChatMessage }
  | { kind: 'happening'; order: number; text: string };

/** What lies before the first line. */
export type Older = 'unknown' | 'loading' | 'more' | 'none' | 'failed';

/** Bounded apart, so that a lively film does not push the conversation out. */
const most = { message: 5000, happening: 100 };
const pageSize = 100;
/** Pages asked for in a row after a lost connection; who missed more sees the newest. */
const mostMissedPages = 10;

/** Listens by `hear` to the events of one party. */
export class Conversation {
  /** Oldest first. */
  readonly lines = signal<readonly ChatLine[]>([]);
  readonly older = signal<Older>('unknown');
  /** The messages among the lines, by id, as they are now. */
  private readonly known = new Map<string, ChatMessage>();
  private end = 0;
  private beginning = 0;

  /** `load` fetches what was said before. */
  constructor(
    private readonly feed: Feed,
    private readonly load: (query: MessageQuery) => Promise<MessagePage>,
  ) {}

  hear(event: ServerEvent): void {
    if (event.type === 'chat_message') this.append([event.chat_message]);
    else if (event.type === 'message-edited') this.replace(event.chat_message.id, () => event.chat_message);
    else if (event.type === 'message-deleted') {
      const { deleted_at } = event;
      this.replace(event.message_id, (message) => ({ ...message, message: '', mentions: [], deleted_at }));
    }
    for (const { text, continues } of this.feed.tell(event)) {
      if (continues) this.dropLast('happening');
      this.put([{ kind: 'happening', order: this.end++, text }]);
    }
  }

  /** Takes in a message this page has sent, which may be told by the server as well. */
  add(message: ChatMessage): void {
    this.append([message]);
  }

  find(id: string): ChatMessage | undefined {
    return this.known.get(id);
  }

  /** What was said before this page came, or, when there is something already, what was missed since. */
  async catchUp(): Promise<void> {
    if (this.older.peek() === 'unknown' || this.messages().length === 0) return this.loadOlder();
    try {
      for (let pages = 0; pages < mostMissedPages; ++pages) {
        const last = this.messages().at(-1);
        if (last === undefined) return;
        const { messages, next } = await this.load({ after: last.id, limit: pageSize });
        this.append(messages);
        if (next === null) return;
      }
    } catch {
      // The next reconnection asks again; what is said from now on arrives anyway.
    }
  }

  /** The page before the first line. */
  async loadOlder(): Promise<void> {
    if (this.older.peek() === 'loading' || this.older.peek() === 'none') return;
    const first = this.older.peek() === 'unknown' ? undefined : this.messages()[0];
    this.older.value = 'loading';
    try {
      const { messages, next } = await this.load({ limit: pageSize, ...(first === undefined ? {} : { before: first.id }) });
      this.takeIn(messages);
      this.older.value = next === null ? 'none' : 'more';
    } catch {
      this.older.value = 'failed';
    }
  }

  private messages(): ChatMessage[] {
    return this.lines.peek().flatMap((line) => (line.kind === 'message' ? [line.message] : []));
  }

  /** A page that ends with what is known already, and may hold what came while it was on its way. */
  private takeIn(page: readonly ChatMessage[]): void {
    const firstKnown = page.findIndex(({ id }) => this.known.has(id));
    const before = firstKnown < 0 ? page : page.slice(0, firstKnown);
    for (const message of before) this.known.set(message.id, message);
    this.beginning -= before.length;
    const added = before.map((message, n): ChatLine => ({ kind: 'message', order: this.beginning + n, message }));
    this.lines.value = [...added, ...this.lines.peek()];
    if (firstKnown >= 0) this.append(page.slice(firstKnown));
  }

  private append(messages: readonly ChatMessage[]): void {
    const lines: ChatLine[] = [];
    for (const message of messages) {
      if (this.known.has(message.id)) continue;
      this.known.set(message.id, message);
      lines.push({ kind: 'message', order: this.end++, message });
    }
    if (lines.length > 0) this.put(lines);
  }

  /** New lines at the end; of too many of a kind the oldest go. */
  private put(added: readonly ChatLine[]): void {
    const lines = [...this.lines.peek(), ...added];
    const surplus = { message: -most.message, happening: -most.happening };
    for (const { kind } of lines) ++surplus[kind];
    if (surplus.message > 0) this.older.value = 'more';
    this.lines.value = surplus.message <= 0 && surplus.happening <= 0 ? lines : lines.filter((line) => !this.drops(line, surplus));
  }

  /** Whether a line is one of those that are too many, oldest first. */
  private drops(line: ChatLine, surplus: Record<ChatLine['kind'], number>): boolean {
    if (surplus[line.kind] <= 0) return false;
    --surplus[line.kind];
    if (line.kind === 'message') this.known.delete(line.message.id);
    return true;
  }

  private replace(id: string, change: (message: ChatMessage) => ChatMessage): void {
    const message = this.known.get(id);
    if (message === undefined) return;
    const changed = change(message);
    this.known.set(id, changed);
    this.lines.value = this.lines
      .peek()
      .map((line) => (line.kind === 'message' && line.message.id === id ? { ...line, message: changed } : line));
  }

  private dropLast(kind: ChatLine['kind']): void {
    const lines = this.lines.peek();
    const at = lines.map((line) => line.kind).lastIndexOf(kind);
    this.lines.value = lines.filter((_, index) => index !== at);
  }
}
