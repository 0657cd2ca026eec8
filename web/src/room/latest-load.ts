// What is asked for while events change it: the answer that counts, with what was told since it was asked for.

import type { ServerEvent } from '@matinee/sdk';
import { retried } from '../retried';

/** An answer, and the events it may know of or not. */
export interface Loaded<Answer> {
  answer: Answer;
  heard: readonly ServerEvent[];
}

/** Asks again where that may help; only the latest load counts. `hear()` the events that matter to the answer. */
export class LatestLoad<Answer> {
  /** Null while nothing is asked for. */
  private heard: ServerEvent[] | null = null;
  private asking: AbortController | null = null;

  constructor(private readonly ask: () => Promise<Answer>) {}

  hear(event: ServerEvent): void {
    // Answers have a deadline, and so has what is noted here.
    this.heard?.push(event);
  }

  /** Null: there is no answer, or a later load or `close()` has overtaken it. */
  async load(): Promise<Loaded<Answer> | null> {
    this.close();
    const asking = new AbortController();
    this.asking = asking;
    const attempt = () => {
      if (this.asking === asking) this.heard = [];
      return this.ask();
    };
    const answer = await retried(attempt, { signal: asking.signal }).catch(() => null);
    if (this.asking !== asking) return null;
    const heard = this.heard ?? [];
    this.close();
    return answer === null ? null : { answer, heard };
  }

  /** Waits for no answer any more. */
  close(): void {
    this.asking?.abort();
    this.asking = null;
    this.heard = null;
  }
}
