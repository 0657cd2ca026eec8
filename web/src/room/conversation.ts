// The conversation of the chat panel: what people wrote and what happened, in order. What was said before is loaded by page,
// older ones as someone scrolls up, missed ones after a lost connection; what happened, as far back as the server knows.

import type { ChatMessage, MessagePage, MessageQuery, ServerEvent } from '@matinee/sdk';
import { signal, type ReadonlySignal } from '@preact/signals';
import { ChatLineList, type ChatLine } from './chat-line-list';
import type { Feed } from './feed';
import { ChangesMeanwhile, changedBy, changesMessages, forgottenUser, ofNobody } from './message-changes';
import { pastHappenings, saidAtMs, Silences, type PastHappening } from './past-happenings';

/** What lies before the first line. Failed: there, or among the lines, something is missing that could not be had. */
export type Older = 'unknown' | 'loading' | 'more' | 'none' | 'failed';

const pageSize = 100;
/** Pages asked for in a row after a lost connection; who missed more sees the newest, and loads the others by scrolling. */
const mostMissedPages = 10;
/** What failed is asked for again with the first event this much later, up to twice as long, in ms of server time. */
const retryAfterMs = 10_000;

/** Where what was before comes from. */
export interface Past {
  messages(query: MessageQuery): Promise<MessagePage>;
  /** What happened lately, and a feed that tells it. Without it, what happened before stays untold. */
  happenings?: { events(): Promise<ServerEvent[]>; feed(): Feed };
}

/** The newest messages, back to one that is known not to miss any before it, or as far back as is asked. */
interface Newest {
  messages: ChatMessage[];
  /** Nothing is missing between these and those known before. */
  joins: boolean;
  /** The first of them is the first of the party. */
  fromBeginning: boolean;
}

/** Listens by `hear` to the events of one party. */
export class Conversation {
  /** Oldest first. */
  readonly lines: ReadonlySignal<readonly ChatLine[]>;
  readonly older = signal<Older>('unknown');
  private readonly list = new ChatLineList();
  /** The first page was had. */
  private begun = false;
  /** The first message here is the first of the party. */
  private fromBeginning = false;
  /** From the first message here to the newest none is missing. */
  private complete = false;
  /** Up to this message none is missing; only messages heard while complete, or those of a page, move it. */
  private completeTo: string | undefined;
  /** The last message heard since the line was opened last. */
  private lastHeard: string | undefined;
  /** Sent by this page and not heard since the line was opened last: what is heard was said before them. */
  private readonly sent = new Set<string>();
  /** The last line from before the line was opened last. */
  private lastOrderBefore = -Infinity;
  /** Server times: of the last event heard, and when to ask again for what failed. */
  private lastHeardMs: number | null = null;
  private retryAtMs = Infinity;
  /** What is being caught up with; only the latest counts. */
  private catchingUp: Promise<void> | null = null;
  private attempt = 0;
  private readonly meanwhile = new ChangesMeanwhile();
  private readonly silences = new Silences();
  /** Happened before the first message here, and waits for its place among messages that are not loaded yet. */
  private unplaced: PastHappening[] = [];
  /** The server time up to which the line tells nothing new. */
  private recalledUntilMs = -Infinity;

  constructor(
    private readonly feed: Feed,
    private readonly past: Past,
  ) {
    this.lines = this.list.lines;
  }

  hear(event: ServerEvent): void {
    const atMs = event.server_time_ms;
    const before = this.lines.peek();
    this.lastHeardMs = atMs;
    this.silences.end(atMs);
    if (event.type === 'chat_message') this.hearMessage(event.chat_message);
    else if (changesMessages(event)) this.hearChange(event);
    for (const { text, continues } of this.feed.tell(event)) {
      if (atMs > this.recalledUntilMs) this.list.tell({ atMs, text }, continues);
    }
    if (this.lines.peek() !== before) this.trim();
    if (atMs >= this.retryAtMs) void this.fillGap();
  }

  /** Takes in a message this page has sent, which may be told by the server as well. */
  add(message: ChatMessage): void {
    if (this.list.find(message.id) !== undefined) return;
    this.sent.add(message.id);
    this.list.append(message);
    this.trim();
  }

  /** The message as it is now; read in a computation or a component, that follows what becomes of it. */
  find(id: string): ChatMessage | undefined {
    void this.list.changes.value;
    return this.list.find(id);
  }

  /** What was before this page came, or, when that is here already, what was missed since. Call it when a line opens. */
  catchUp(): Promise<void> {
    this.feed.interrupted();
    this.silences.begin(this.lastHeardMs);
    this.complete = false;
    this.lastHeard = undefined;
    this.sent.clear();
    this.lastOrderBefore = this.list.lastOrder();
    return this.fillGap();
  }

  /** The page before the first line; where something failed before, that. */
  async loadOlder(): Promise<void> {
    const { value } = this.older;
    if (value === 'loading' || value === 'none') return;
    if (!this.complete) return this.catchingUp ?? this.fillGap();
    const first = this.list.messages()[0];
    if (first === undefined) return this.fillGap();
    this.older.value = 'loading';
    await this.meanwhile.during(async (changed) => {
      const page = await this.past.messages({ limit: pageSize, before: first.id }).catch(() => null);
      // A long absence may have put other messages first.
      if (this.list.messages()[0]?.id !== first.id) return this.tellOlder();
      if (page === null) return void (this.older.value = 'failed');
      this.fromBeginning = page.next === null;
      this.takeIn(page.messages.map(changed));
      this.tellOlder();
    });
  }

  private hearMessage(message: ChatMessage): void {
    this.sent.delete(message.id);
    if (this.list.find(message.id) === undefined) this.list.append(message, this.sent);
    this.lastHeard = message.id;
    if (this.complete) this.completeTo = message.id;
  }

  private hearChange(event: ServerEvent): void {
    this.meanwhile.hear(event);
    this.list.changeAll((message) => changedBy(event, message));
  }

  /** Asks for what is missing; an attempt that a later one has overtaken changes nothing. */
  private fillGap(): Promise<void> {
    const attempt = ++this.attempt;
    this.retryAtMs = Infinity;
    if (!this.begun) this.older.value = 'loading';
    const catchingUp = this.meanwhile.during(async (changed) => {
      const [newest, events] = await Promise.all([this.loadNewest().catch(() => null), this.loadEvents()]);
      if (attempt !== this.attempt) return;
      this.catchingUp = null;
      if (newest !== null) this.join({ ...newest, messages: newest.messages.map(changed) });
      if (events !== null) this.recall(events);
      this.takeIn([]);
      if (newest !== null) this.tellOlder();
      else this.older.value = 'failed';
      if (newest === null || events === null) this.retryAtMs = (this.lastHeardMs ?? 0) + retryAfterMs * (1 + Math.random());
    });
    this.catchingUp = catchingUp;
    return catchingUp;
  }

  private async loadNewest(): Promise<Newest> {
    let messages: ChatMessage[] = [];
    const mostPages = this.begun ? mostMissedPages : 1;
    for (let pages = 1; ; ++pages) {
      const before = messages[0]?.id;
      const page = await this.past.messages({ limit: pageSize, ...(before === undefined ? {} : { before }) });
      messages = [...page.messages, ...messages];
      const fromBeginning = page.next === null;
      const joins = fromBeginning || page.messages.some(({ id }) => id === this.completeTo);
      if (joins || pages >= mostPages) return { messages, joins, fromBeginning };
    }
  }

  /** Without gaps from here on: what does not join goes, and can be loaded like everything before. */
  private join({ messages, joins, fromBeginning }: Newest): void {
    const ids = new Set(messages.map(({ id }) => id));
    const isApart = ({ order, ...line }: ChatLine) =>
      order <= this.lastOrderBefore && (line.kind === 'happening' || !ids.has(line.message.id));
    if (!joins) this.unplaced.push(...this.list.drop(isApart));
    this.fromBeginning = fromBeginning || (joins && this.fromBeginning);
    this.takeIn(messages);
    // What is heard from now on was said after them.
    for (const id of ids) this.sent.delete(id);
    this.begun = true;
    this.complete = true;
    this.completeTo = this.lastHeard ?? messages.at(-1)?.id;
    this.trim();
  }

  /** Messages said one after the other, and what happened since the first message here. */
  private takeIn(messages: readonly ChatMessage[]): void {
    for (const message of messages) this.forgetWriterOf(message);
    this.list.merge(messages);
    const first = this.list.messages()[0];
    const sinceMs = this.fromBeginning ? -Infinity : first === undefined ? Infinity : saidAtMs(first);
    this.list.place(this.unplaced.filter(({ atMs }) => atMs >= sinceMs));
    this.unplaced = this.unplaced.filter(({ atMs }) => atMs < sinceMs);
  }

  /** Who is nobody now in a message known to be theirs was forgotten meanwhile, in all of them. */
  private forgetWriterOf({ id, user_id, deleted_at }: ChatMessage): void {
    const writer = this.list.find(id)?.user_id;
    if (user_id !== forgottenUser || writer === undefined || writer === forgottenUser) return;
    this.list.changeAll((message) => (message.user_id === writer ? ofNobody(message, deleted_at ?? '') : message));
  }

  private async loadEvents(): Promise<ServerEvent[] | null> {
    return this.past.happenings === undefined ? [] : this.past.happenings.events().catch(() => null);
  }

  /** Takes in what happened while this page did not listen, deletions among it. */
  private recall(events: readonly ServerEvent[]): void {
    const source = this.past.happenings;
    if (source === undefined) return;
    for (const event of events.filter(({ type }) => type === 'message-deleted')) {
      this.list.changeAll((message) => changedBy(event, message));
    }
    const feed = source.feed();
    const happenings = pastHappenings(feed, events, (atMs) => this.silences.include(atMs));
    this.feed.learnFrom(feed);
    this.recalledUntilMs = happenings.at(-1)?.atMs ?? this.recalledUntilMs;
    this.unplaced.push(...happenings);
    this.silences.clear();
  }

  private tellOlder(): void {
    this.older.value = this.fromBeginning ? 'none' : 'more';
  }

  private trim(): void {
    if (!this.list.trim()) return;
    this.fromBeginning = false;
    if (this.older.peek() === 'none') this.older.value = 'more';
  }
}
