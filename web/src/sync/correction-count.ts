// Counts what was done to keep a media on its party: jumps, and stretches of a slightly different speed.

import type { FollowerStatus } from '@matinee/sdk';
import { signal } from '@preact/signals';

/** Counts from construction to `close()`. */
export class CorrectionCount {
  /** Seeks made while the film played, to catch up or because the party jumped. */
  readonly jumps = signal(0);
  /** How often the speed began to differ from the party's. */
  readonly speedChanges = signal(0);

  private correcting = false;
  private playing = false;
  private readonly onSeeking = () => {
    if (this.playing) this.jumps.value += 1;
  };

  constructor(private readonly media: HTMLMediaElement) {
    media.addEventListener('seeking', this.onSeeking);
  }

  onStatus({ state, correcting = false }: FollowerStatus): void {
    this.playing = state === 'in-sync' || state === 'adjusting' || state === 'buffering';
    if (correcting && !this.correcting) this.speedChanges.value += 1;
    this.correcting = correcting;
  }

  close(): void {
    this.media.removeEventListener('seeking', this.onSeeking);
  }
}
