// The lines of a chat in their order, so many of each kind and no more: where a page of messages and what happened meanwhile
// belong among those that are there. Knows no server and no clock.

import type { ChatMessage } from '@matinee/sdk';
import { signal } from '@preact/signals';
import { readsTheSame } from './message-changes';
import { saidAtMs, type PastHappening } from './past-happenings';

/** What someone wrote. `order` grows from line to line, and a line keeps it. */
interface MessageLine {
  kind: 'message';
  order: number;
  message: ChatMessage;
}

/** What happened, at a server time. */
interface HappeningLine {
  kind: 'happening';
  order: number;
  atMs: number;
  text: string;
}

/** A line in the chat. */
export type ChatLine = MessageLine | HappeningLine;

/** Bounded apart, so that a lively film does not push the conversation out. */
const most = { message: 5000, happening: 100 };
/** The order of a line that has no place yet. */
const unordered = Number.NaN;

export class ChatLineList {
  /** Oldest first. */
  readonly lines = signal<readonly ChatLine[]>([]);
  /** Counts the times messages became others; who shows one outside of its line reads it. */
  readonly changes = signal(0);
  /** The messages among the lines, by id, as they are now. */
  private readonly known = new Map<string, ChatMessage>();

  find(id: string): ChatMessage | undefined {
    return this.known.get(id);
  }

  messages(): ChatMessage[] {
    return this.lines.peek().flatMap((line) => (line.kind === 'message' ? [line.message] : []));
  }

  lastOrder(): number {
    return this.lines.peek().at(-1)?.order ?? -Infinity;
  }

  /** Puts what was just said at the end, but in front of those of `later` that are there. */
  append(message: ChatMessage, later: ReadonlySet<string> = new Set()): void {
    const lines = this.lines.peek();
    const isLater = (line: ChatLine | undefined) => line?.kind === 'message' && later.has(line.message.id);
    let at = lines.length;
    while (isLater(lines[at - 1])) --at;
    this.set([...lines.slice(0, at), this.lineOf(message), ...lines.slice(at)]);
  }

  /** Puts what just happened at the end; what goes on with the happening before takes its place. */
  tell({ atMs, text }: PastHappening, continues: boolean): void {
    const lines = this.lines.peek();
    const replaced = continues ? lines.map(({ kind }) => kind).lastIndexOf('happening') : -1;
    this.set([...lines.filter((_, index) => index !== replaced), { kind: 'happening', order: unordered, atMs, text }]);
  }

  /**
   * Takes in messages that were said one after the other. Those that are here become what the page says; the others go
   * behind what was said before them, or to the beginning.
   */
  merge(page: readonly ChatMessage[]): void {
    if (page.length === 0) return;
    const news = this.newsOf(page);
    for (const message of page) {
      const known = this.known.get(message.id);
      if (known !== undefined && !readsTheSame(known, message)) this.change(message.id, () => message);
    }
    const lines: ChatLine[] = [];
    let next = news.get(null) ?? [];
    for (const line of this.lines.peek()) {
      const goesBefore = (message: ChatMessage) => line.kind === 'message' || line.atMs > saidAtMs(message);
      while (next[0] !== undefined && goesBefore(next[0])) lines.push(this.lineOf(next.shift()!));
      lines.push(line);
      if (line.kind === 'message') next = news.get(line.message.id) ?? [];
    }
    this.set([...lines, ...next.map((message) => this.lineOf(message))]);
  }

  /** Puts what happened among the lines by its time. */
  place(happenings: readonly PastHappening[]): void {
    const lines = [...this.lines.peek()];
    for (const { atMs, text } of happenings) {
      let at = lines.length;
      while (at > 0 && !(timeOf(lines[at - 1]!) <= atMs)) --at;
      lines.splice(at, 0, { kind: 'happening', order: unordered, atMs, text });
    }
    if (happenings.length > 0) this.set(lines);
  }

  /** Drops the oldest lines that are too many; true where messages were among them. */
  trim(): boolean {
    const surplus = { message: -most.message, happening: -most.happening };
    for (const { kind } of this.lines.peek()) ++surplus[kind];
    if (surplus.message <= 0 && surplus.happening <= 0) return false;
    const droppedMessages = surplus.message > 0;
    this.drop(({ kind }) => surplus[kind]-- > 0);
    return droppedMessages;
  }

  /** Drops lines, and gives what happened among them. */
  drop(isDropped: (line: ChatLine) => boolean): PastHappening[] {
    const happenings: PastHappening[] = [];
    this.lines.value = this.lines.peek().filter((line) => {
      if (!isDropped(line)) return true;
      if (line.kind === 'message') this.known.delete(line.message.id);
      else happenings.push({ atMs: line.atMs, text: line.text });
      return false;
    });
    return happenings;
  }

  /** Lets one message become another. */
  change(id: string, become: (message: ChatMessage) => ChatMessage): void {
    if (this.known.has(id)) this.changeAll((message) => (message.id === id ? become(message) : message));
  }

  /** Lets messages become others; those for which `become` gives the same object stay as they are. */
  changeAll(become: (message: ChatMessage) => ChatMessage): void {
    let changed = false;
    const lines = this.lines.peek().map((line) => {
      const message = line.kind === 'message' ? become(line.message) : null;
      if (line.kind !== 'message' || message === null || message === line.message) return line;
      changed = true;
      this.known.set(message.id, message);
      return { ...line, message };
    });
    if (!changed) return;
    this.lines.value = lines;
    ++this.changes.value;
  }

  /** The messages of a page that are new here, by the known one that was said before them; null: the page has none. */
  private newsOf(page: readonly ChatMessage[]): Map<string | null, ChatMessage[]> {
    const news = new Map<string | null, ChatMessage[]>();
    let before: string | null = null;
    for (const message of page) {
      if (this.known.has(message.id)) before = message.id;
      else news.set(before, [...(news.get(before) ?? []), message]);
    }
    return news;
  }

  private lineOf(message: ChatMessage): ChatLine {
    this.known.set(message.id, message);
    return { kind: 'message', order: unordered, message };
  }

  private set(lines: ChatLine[]): void {
    this.lines.value = ordered(lines);
  }
}

/** In ms of server time. */
function timeOf(line: ChatLine): number {
  return line.kind === 'message' ? saidAtMs(line.message) : line.atMs;
}

/** Gives those that have none their order, between those around them. */
function ordered(lines: ChatLine[]): ChatLine[] {
  for (let from = 0; from < lines.length; ++from) {
    if (!Number.isNaN(lines[from]!.order)) continue;
    let to = from;
    while (to < lines.length && Number.isNaN(lines[to]!.order)) ++to;
    const orders = ordersBetween(lines[from - 1]?.order, lines[to]?.order, to - from);
    for (let index = from; index < to; ++index) lines[index] = { ...lines[index]!, order: orders(index - from) };
    from = to;
  }
  return lines;
}

/** Whole numbers at both ends; in between, what there is room for. */
function ordersBetween(before: number | undefined, after: number | undefined, count: number): (index: number) => number {
  if (before === undefined) return (index) => (after === undefined ? index : Math.floor(after) - count + index);
  if (after === undefined) return (index) => Math.floor(before) + 1 + index;
  return (index) => before + ((after - before) * (index + 1)) / (count + 1);
}
