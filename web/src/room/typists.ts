// Who is typing right now, by what the server tells: once when someone begins, and when they stop, go or are muted. An end
// that a slow line has lost is made up for after a while.

import type { ServerEvent } from '@matinee/sdk';
import { signal } from '@preact/signals';

/** Longer than a message of the greatest length takes to type without a pause, in ms. */
const forgottenMs = 300_000;
/** How long after the last key one still types, in ms. */
const pauseMs = 4000;

/** Everyone but this page's own person. */
export class Typists {
  /** Their ids, in the order they began. */
  readonly ids = signal<readonly string[]>([]);
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly myId: string) {}

  hear(event: ServerEvent): void {
    if (event.type === 'chat_message') this.stop(event.chat_message.user_id);
    else if (event.type === 'participant-left') this.stop(event.participant.user_id);
    else if (event.type === 'typing' && event.user_id !== this.myId) {
      this.stop(event.user_id);
      if (event.is_typing) this.start(event.user_id);
    }
  }

  /** After a lost connection: who has stopped meanwhile was told to others. */
  forgetAll(): void {
    this.close();
    this.ids.value = [];
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private start(userId: string): void {
    this.ids.value = [...this.ids.peek(), userId];
    this.timers.set(userId, setTimeout(() => this.stop(userId), forgottenMs));
  }

  private stop(userId: string): void {
    clearTimeout(this.timers.get(userId));
    if (this.timers.delete(userId)) this.ids.value = this.ids.peek().filter((id) => id !== userId);
  }
}

/** Tells the others that this page's person types, and when they stopped. */
export class OwnTyping {
  private told = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `tell` reaches nobody while the line is down, which is no loss. */
  constructor(private readonly tell: (isTyping: boolean) => void) {}

  /** After every change of the draft. */
  onInput(text: string): void {
    clearTimeout(this.timer);
    if (text === '') return this.stop();
    if (!this.told) {
      this.told = true;
      this.tell(true);
    }
    this.timer = setTimeout(() => this.stop(), pauseMs);
  }

  /** To the server, nobody types whose connection is gone. */
  lineLost(): void {
    clearTimeout(this.timer);
    this.told = false;
  }

  stop(): void {
    clearTimeout(this.timer);
    if (!this.told) return;
    this.told = false;
    this.tell(false);
  }
}
