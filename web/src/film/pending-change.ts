// A number of the party, a position or a speed, that this person is changing: shown at once, sent when they have finished,
// and what their next step starts from until the party has answered. Knows no command and draws nothing.

import { signal, type ReadonlySignal } from '@preact/signals';

/** Presses within this time of one another become one command, in ms. */
const settleMs = 250;
/** Without an answer for so long the party's own value counts again, in ms. */
const answerMs = 3000;

/** One number, and how far its change has come. */
export class PendingChange {
  /** What the number will be; null while no change is under way. */
  readonly value: ReadonlySignal<number | null>;

  private readonly wanted = signal<number | null>(null);
  private stage: 'none' | 'held' | 'settling' | 'sent' = 'none';
  private unanswered = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `send` asks the party for the value; false when that can't be done now. */
  constructor(private readonly send: (value: number) => boolean) {
    this.value = this.wanted;
  }

  /** Whether it waits for further presses. */
  get isSettling(): boolean {
    return this.stage === 'settling';
  }

  /** Shows the value and sends nothing yet: a drag is under way. */
  hold(value: number): void {
    this.enter('held');
    this.wanted.value = value;
  }

  /** Sends the value when no other has come for a moment. */
  want(value: number): void {
    this.enter('settling');
    this.wanted.value = value;
    this.timer = setTimeout(() => this.flush(), settleMs);
  }

  /** Sends now what waits for further presses. */
  flush(): void {
    const value = this.wanted.peek();
    if (this.stage !== 'settling' || value === null) return;
    if (!this.send(value)) return this.forget();
    this.enter('sent');
    this.unanswered += 1;
    this.timer = setTimeout(() => this.forget(), answerMs);
  }

  /** The party has answered one command; after the last of them its own value counts again. */
  answered(): void {
    this.unanswered = Math.max(0, this.unanswered - 1);
    if (this.stage === 'sent' && this.unanswered === 0) this.forget();
  }

  /** Gives the change up. */
  forget(): void {
    this.enter('none');
    this.unanswered = 0;
    this.wanted.value = null;
  }

  private enter(stage: typeof this.stage): void {
    clearTimeout(this.timer);
    this.stage = stage;
  }
}
