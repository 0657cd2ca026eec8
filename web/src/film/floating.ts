// The reactions on their way up the picture, so many at once and no more.

import { signal } from '@preact/signals';

/** A reaction on its way up the picture. */
export interface FloatingReaction {
  id: number;
  emoji: string;
}

const most = 24;
/** As long as the animation in floating-reactions.css. */
const shownMs = 2600;

export class Floating {
  readonly shown = signal<readonly FloatingReaction[]>([]);
  private nextId = 1;

  rise(emoji: string, count = 1): void {
    for (let n = 0; n < Math.min(count, most); ++n) this.riseOne(emoji);
  }

  private riseOne(emoji: string): void {
    const id = this.nextId++;
    this.shown.value = [...this.shown.peek(), { id, emoji }].slice(-most);
    setTimeout(() => {
      this.shown.value = this.shown.peek().filter((reaction) => reaction.id !== id);
    }, shownMs);
  }
}
