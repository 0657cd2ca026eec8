// What is known of the film a party plays: asked for when it changes, and again where the answer fails.

import { ProblemError, type Clip } from '@matinee/sdk';
import { signal } from '@preact/signals';
import { retried } from '../retried';
import { problemText } from '../text';

/** `load()` it whenever the party plays something else, `close()` it when the party goes. */
export class CurrentClip {
  /** Null while unknown or nothing. */
  readonly clip = signal<Clip | null>(null);
  /** Why it cannot be shown; empty when it can. */
  readonly problem = signal('');
  private clipId: string | null = null;
  private asking: AbortController | null = null;
  /** The last answer was a failure. */
  private failed = false;

  constructor(private readonly fetch: (clipId: string) => Promise<Clip>) {}

  /** The party plays this, or nothing. */
  load(clipId: string | null): void {
    if (clipId === this.clipId) return;
    this.asking?.abort();
    this.asking = null;
    this.clipId = clipId;
    this.failed = false;
    this.clip.value = null;
    this.problem.value = '';
    if (clipId !== null) void this.ask(clipId);
  }

  /** Asks anew, where that failed. */
  retry(): void {
    if (this.clipId === null || !this.failed) return;
    this.asking?.abort();
    void this.ask(this.clipId);
  }

  close(): void {
    this.asking?.abort();
    this.asking = null;
  }

  private async ask(clipId: string): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    this.failed = false;
    // A single failure is over before anyone has read of it.
    const failed = (error: unknown, failures: number) => {
      if (this.asking !== asking) return;
      this.failed = true;
      if (failures > 1) this.problem.value = problemOf(error);
    };
    try {
      const clip = await retried(() => this.fetch(clipId), { signal: asking.signal, failed });
      if (this.asking !== asking) return;
      this.problem.value = '';
      this.clip.value = clip;
    } catch (error) {
      // The last word, however many there were.
      failed(error, Number.POSITIVE_INFINITY);
    }
  }
}

function problemOf(error: unknown): string {
  const unknown = error instanceof ProblemError && error.status === 404;
  return unknown ? 'This film could not be found. It may have been removed.' : problemText(error);
}
