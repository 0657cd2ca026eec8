// Where a list of messages is scrolled to: at the newest, and then it stays there whatever comes or changes its size, or
// somewhere above, where someone reads and nothing may move under their eyes.

import { signal } from '@preact/signals';
import type { ChatLine } from './chat-line-list';
import { partitionPoint } from './partition-point';

/** Someone who has scrolled up further than this is reading, and is left there. */
const followWithinPx = 60;

/** The scrolling of one list, from `attach()` to what that returns. */
export class ChatScroll {
  /** Whether someone reads further up. */
  readonly away = signal(false);
  /** Messages of others that came meanwhile. */
  readonly unread = signal(0);
  private list: HTMLElement | null = null;
  private last = Number.NEGATIVE_INFINITY;
  /** What someone reads, and how far below the list's upper edge it stands, in px. */
  private anchor: { element: Element; top: number } | null = null;
  /**
   * Where the list was scrolled to when that was last looked at. Somewhere else, and someone scrolls: its event follows.
   * Null since it was out of sight, where browsers forget it.
   */
  private lastTop: number | null = 0;

  constructor(private readonly myId: string) {}

  attach(list: HTMLElement): () => void {
    this.list = list;
    const resizes = new ResizeObserver(() => this.stay());
    resizes.observe(list);
    for (const content of list.children) resizes.observe(content);
    return () => {
      resizes.disconnect();
      this.list = null;
    };
  }

  /** After `lines` were put on the page. */
  settle(lines: readonly ChatLine[]): void {
    if (this.list === null) return;
    const messages = this.messagesAfter(lines, this.last);
    this.last = lines.at(-1)?.order ?? this.last;
    // Who writes wants to see it there.
    if (messages.some(({ user_id }) => user_id === this.myId)) this.follow();
    else if (this.away.peek()) this.unread.value += messages.length;
    this.stay();
  }

  onScroll(): void {
    if (this.list === null) return;
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (scrollHeight - scrollTop - clientHeight < followWithinPx) this.follow();
    else this.away.value = true;
    this.mark(this.list);
  }

  toNewest(): void {
    this.follow();
    this.stay();
  }

  private follow(): void {
    this.away.value = false;
    this.unread.value = 0;
  }

  /** At the newest, or with what is read where it stands, whatever was put before it or turned out higher than thought. */
  private stay(): void {
    if (this.list === null) return;
    if (this.list.clientHeight === 0) {
      this.lastTop = null;
      return;
    }
    const scrolledPx = this.list.scrollTop - (this.lastTop ?? this.list.scrollTop);
    if (!this.away.peek()) {
      if (scrolledPx > -followWithinPx) this.list.scrollTop = this.list.scrollHeight;
    } else if (this.anchor?.element.isConnected === true) {
      this.anchor.top -= scrolledPx;
      const movedPx = below(this.anchor.element, this.list) - this.anchor.top;
      if (Math.abs(movedPx) >= 1) this.list.scrollTop += movedPx;
    }
    this.lastTop = this.list.scrollTop;
  }

  private mark(list: HTMLElement): void {
    this.lastTop = list.scrollTop;
    const block = firstInView(list.querySelectorAll('.chat-block'), list);
    const element = block === undefined ? undefined : firstInView(block.children, list);
    this.anchor = element === undefined ? null : { element, top: below(element, list) };
  }

  private messagesAfter(lines: readonly ChatLine[], order: number) {
    const messages = [];
    for (let n = lines.length - 1; n >= 0; --n) {
      const line = lines[n];
      if (line === undefined || line.order <= order) break;
      if (line.kind === 'message') messages.push(line.message);
    }
    return messages;
  }
}

/** The first that reaches below the list's upper edge, of elements from top to bottom: of hundreds, eight are asked. */
function firstInView(elements: ArrayLike<Element>, list: Element): Element | undefined {
  const edge = list.getBoundingClientRect().top;
  return elements[partitionPoint(elements.length, (index) => elements[index]!.getBoundingClientRect().bottom <= edge)];
}

/** How far an element stands below the list's upper edge, in px. */
function below(element: Element, list: Element): number {
  return element.getBoundingClientRect().top - list.getBoundingClientRect().top;
}

/** What the way back to the newest says. */
export function newestText(unread: number): string {
  if (unread === 0) return 'To the newest';
  return unread === 1 ? '1 new message' : `${unread > 99 ? '99+' : unread} new messages`;
}
