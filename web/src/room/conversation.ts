// The lines of the chat panel: what people wrote and what happened, in order, so many of each and no more. What was said
// before is loaded by page, older ones as someone scrolls up, missed ones after a lost connection; what happened, as far
// back as the server knows.

import type { ChatMessage, MessagePage, MessageQuery, ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';
import type { Feed } from './feed';
import { mergedByTime, pastHappenings, saidAtMs, type PastHappening } from './past-happenings';

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

/** Where what was before comes from. */
export interface Past {
  messages(query: MessageQuery): Promise<MessagePage>;
  /** What happened lately, and a feed that tells it. Without it, what happened before stays untold. */
  happenings?: { events(): Promise<ServerEvent[]>; feed(): Feed };
}

/** Whose messages those are of somebody who had their data deleted. */
const forgottenUser = 'guest-deleted';

/** Listens by `hear` to the events of one party. */
export class Conversation {
  /** Oldest first. */
  readonly lines = signal<readonly ChatLine[]>([]);
  readonly older = signal<Older>('unknown');
  /** The messages among the lines, by id, as they are now. */
  private readonly known = new Map<string, ChatMessage>();
  private end = 0;
  private beginning = 0;
  /** Happened before the first line, and waits for its place among messages that are not loaded yet. */
  private unplaced: PastHappening[] = [];
  /** Server times: of the last event heard, and of the first since the line was opened last. */
  private lastHeardMs: number | null = null;
  private heardSinceMs: number | null = null;
  private recalled: Promise<PastHappening[]> = Promise.resolve([]);
  /** The server time up to which the line tells nothing new. */
  private recalledUntilMs = -Infinity;

  constructor(
    private readonly feed: Feed,
    private readonly past: Past,
  ) {}

  hear(event: ServerEvent): void {
    this.lastHeardMs = event.server_time_ms;
    this.heardSinceMs ??= event.server_time_ms;
    if (event.type === 'chat_message') this.append([event.chat_message]);
    else if (event.type === 'message-edited') this.replace(event.chat_message.id, () => event.chat_message);
    else if (event.type === 'message-deleted') {
      const { deleted_at } = event;
      this.replace(event.message_id, (message) => ({ ...message, message: '', mentions: [], deleted_at }));
    }
    if (event.type === 'user-forgotten') this.forget(event.user_id, new Date(event.server_time_ms).toISOString());
    for (const { text, continues } of this.feed.tell(event)) {
      if (event.server_time_ms <= this.recalledUntilMs) continue;
      if (continues) this.dropLast('happening');
      this.put([{ kind: 'happening', order: this.end++, text }]);
    }
  }

  /** What they said becomes deleted messages of nobody. */
  private forget(userId: string, at: string): void {
    this.lines.value = this.lines.peek().map((line) => {
      if (line.kind !== 'message' || line.message.user_id !== userId) return line;
      const message: ChatMessage = {
        ...line.message,
        user_id: forgottenUser,
        display_name: 'Deleted user',
        avatar_url: null,
        message: '',
        mentions: [],
        deleted_at: line.message.deleted_at ?? at,
      };
      this.known.set(message.id, message);
      return { ...line, message };
    });
  }

  /** Takes in a message this page has sent, which may be told by the server as well. */
  add(message: ChatMessage): void {
    this.append([message]);
  }

  find(id: string): ChatMessage | undefined {
    return this.known.get(id);
  }

  /** What was before this page came, or, when that is here already, what was missed since. Call it when a line opens. */
  async catchUp(): Promise<void> {
    const afterMs = this.lastHeardMs ?? -Infinity;
    this.heardSinceMs = null;
    this.recalled = this.recall(afterMs);
    if (this.older.peek() === 'unknown') return this.loadOlder();
    const missed = await this.loadMissed();
    this.append(missed, await this.takeRecalled());
  }

  /** The page before the first line. */
  async loadOlder(): Promise<void> {
    if (this.older.peek() === 'loading' || this.older.peek() === 'none') return;
    const first = this.older.peek() === 'unknown' ? undefined : this.messages()[0];
    this.older.value = 'loading';
    try {
      const { messages, next } = await this.past.messages({ limit: pageSize, ...(first === undefined ? {} : { before: first.id }) });
      this.unplaced.push(...(await this.takeRecalled()));
      this.takeIn(messages, next === null);
      this.older.value = next === null ? 'none' : 'more';
    } catch {
      this.older.value = 'failed';
    }
  }

  /** The messages since the last one here, or the newest; those that could be had. */
  private async loadMissed(): Promise<ChatMessage[]> {
    const missed: ChatMessage[] = [];
    let last = this.messages().at(-1)?.id;
    try {
      for (let pages = 0; pages < mostMissedPages; ++pages) {
        const { messages, next } = await this.past.messages({ limit: pageSize, ...(last === undefined ? {} : { after: last }) });
        missed.push(...messages);
        if (last === undefined || next === null) break;
        last = messages.at(-1)?.id;
      }
    } catch {
      // The next reconnection asks again; what is said from now on arrives anyway.
    }
    return missed;
  }

  /** What happened since `afterMs` and before this page listened (again). */
  private async recall(afterMs: number): Promise<PastHappening[]> {
    const source = this.past.happenings;
    if (source === undefined) return [];
    const events = await source.events().catch(() => []);
    const happenings = pastHappenings(source.feed(), events, afterMs, this.heardSinceMs ?? Infinity);
    this.recalledUntilMs = happenings.at(-1)?.atMs ?? this.recalledUntilMs;
    return happenings;
  }

  private async takeRecalled(): Promise<PastHappening[]> {
    const happenings = await this.recalled;
    this.recalled = Promise.resolve([]);
    return happenings;
  }

  private messages(): ChatMessage[] {
    return this.lines.peek().flatMap((line) => (line.kind === 'message' ? [line.message] : []));
  }

  /** A page that ends with what is known already, and may hold what came while it was on its way. */
  private takeIn(page: readonly ChatMessage[], isFirstPage: boolean): void {
    const firstKnown = page.findIndex(({ id }) => this.known.has(id));
    const before = firstKnown < 0 ? page : page.slice(0, firstKnown);
    const added = mergedByTime(before, this.takePlaced(isFirstPage ? undefined : page[0]));
    this.beginning -= added.length;
    const lines = added.map((one, n) => this.lineOf(one, this.beginning + n));
    this.lines.value = [...lines, ...this.lines.peek()];
    if (firstKnown >= 0) this.append(page.slice(firstKnown));
  }

  /** What happened since `first` was said. */
  private takePlaced(first: ChatMessage | undefined): PastHappening[] {
    const sinceMs = first === undefined ? -Infinity : saidAtMs(first);
    const placed = this.unplaced.filter(({ atMs }) => atMs >= sinceMs);
    this.unplaced = this.unplaced.filter(({ atMs }) => atMs < sinceMs);
    return placed;
  }

  private append(messages: readonly ChatMessage[], happenings: readonly PastHappening[] = []): void {
    const unknown = messages.filter(({ id }) => !this.known.has(id));
    const lines = mergedByTime(unknown, happenings).map((one) => this.lineOf(one, this.end++));
    if (lines.length > 0) this.put(lines);
  }

  private lineOf(one: ChatMessage | PastHappening, order: number): ChatLine {
    if ('atMs' in one) return { kind: 'happening', order, text: one.text };
    this.known.set(one.id, one);
    return { kind: 'message', order, message: one };
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
