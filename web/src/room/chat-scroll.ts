// Where a list of messages is scrolled to: at the newest, and then it stays there whatever comes or changes its size, or
// somewhere above, where someone reads and nothing may move under their eyes.

import { signal } from '@preact/signals';
import type { ChatLine } from './conversation';

/** Someone who has scrolled up further than this is reading, and is left there. */
const followWithinPx = 60;

/** The scrolling of one list, from `attach()` to what that returns. */
export class ChatScroll {
  /** Whether someone reads further up. */
  readonly away = signal(false);
  /** Messages of others that came meanwhile. */
  readonly unread = signal(0);
  private list: HTMLElement | null = null;
  private first = 0;
  private last = Number.NEGATIVE_INFINITY;
  private height = 0;

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
    const first = lines[0]?.order ?? 0;
    this.last = lines.at(-1)?.order ?? this.last;
    // Who writes wants to see it there.
    if (messages.some(({ user_id }) => user_id === this.myId)) this.follow();
    else if (this.away.peek()) this.unread.value += messages.length;
    this.stay();
    // What is put before the lines in view must not push them away.
    if (this.away.peek() && first < this.first) this.list.scrollTop += this.list.scrollHeight - this.height;
    this.first = first;
    this.height = this.list.scrollHeight;
  }

  onScroll(): void {
    if (this.list === null) return;
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (scrollHeight - scrollTop - clientHeight < followWithinPx) this.follow();
    else this.away.value = true;
  }

  toNewest(): void {
    this.follow();
    this.stay();
  }

  private follow(): void {
    this.away.value = false;
    this.unread.value = 0;
  }

  private stay(): void {
    if (this.list !== null && !this.away.peek()) this.list.scrollTop = this.list.scrollHeight;
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

/** What the way back to the newest says. */
export function newestText(unread: number): string {
  if (unread === 0) return 'To the newest';
  return unread === 1 ? '1 new message' : `${unread > 99 ? '99+' : unread} new messages`;
}
