// Keeps back what was said and felt about a moment of the film this screen has not reached: someone paused for themselves,
// came late, or watches a party that is over. What was reached once stays shown. No timers: who plays the film says where
// it is.

import { signal } from '@preact/signals';

/** Something of a moment of a film. */
export interface Moment {
  clip_id?: string | null;
  /** In ms; absent or of another clip: nothing to wait for. */
  position_ms?: number;
}

/** Two screens that are in step are never further apart than this, in ms. */
const inStepMs = 1000;
/** Reactions kept for later; more are let go. */
const mostWaiting = 500;

export class SpoilerGuard {
  /** Whether anything is kept back. */
  readonly enabled = signal(false);
  /** How far this screen has got in the film, in ms. */
  readonly reachedMs = signal(0);
  private clipId: string | null = null;
  private waiting: { atMs: number; show: () => void }[] = [];

  constructor(enabled: boolean) {
    this.enabled.value = enabled;
  }

  /** Where this screen's film is. Changes the signal by whole seconds only. */
  reach(clipId: string | null, positionMs: number): void {
    const another = clipId !== this.clipId;
    if (another) {
      this.clipId = clipId;
      this.waiting = [];
    }
    const second = Math.floor(positionMs / 1000) * 1000;
    if (!another && second <= this.reachedMs.peek()) return;
    this.reachedMs.value = second;
    const due = this.waiting.filter(({ atMs }) => atMs <= second + inStepMs);
    if (due.length === 0) return;
    this.waiting = this.waiting.filter((one) => !due.includes(one));
    for (const { show } of due) show();
  }

  /** Whether it is of a moment this screen has not reached. */
  holds({ clip_id, position_ms = 0 }: Moment): boolean {
    return this.enabled.value && clip_id === this.clipId && position_ms > this.reachedMs.value + inStepMs;
  }

  /** Shows it now, or when this screen gets there. */
  whenReached(moment: Moment, show: () => void): void {
    if (!this.holds(moment)) show();
    else if (this.waiting.length < mostWaiting) this.waiting.push({ atMs: moment.position_ms ?? 0, show });
  }
}
