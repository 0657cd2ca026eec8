// Waits until the party has done what it was asked for: the next change of its playback, whoever made it, or a deadline.

import type { PartyState } from '@matinee/sdk';

/** Without a change for so long there will be none, in ms: the party was there already, or the command got lost. */
const deadlineMs = 3000;

/** The part of a `PartyConnection` that it needs. */
interface Told {
  readonly state: PartyState;
  on(event: 'state', listener: (state: PartyState) => void): () => void;
}

/** Waits for one answer at a time, until `close()`. */
export class PlaybackAnswer {
  private readonly stopListening: () => void;
  private before: PartyState | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly connection: Told,
    private readonly onAnswer: () => void,
  ) {
    this.stopListening = connection.on('state', (state) => this.onState(state));
  }

  /** From now on the next change of playback is the answer. */
  await(): void {
    clearTimeout(this.timer);
    this.before = this.connection.state;
    this.timer = setTimeout(() => this.answer(), deadlineMs);
  }

  close(): void {
    this.stopListening();
    clearTimeout(this.timer);
    this.before = null;
  }

  private onState({ revision, epoch }: PartyState): void {
    const { before } = this;
    if (before !== null && (before.revision !== revision || before.epoch !== epoch)) this.answer();
  }

  private answer(): void {
    clearTimeout(this.timer);
    this.before = null;
    this.onAnswer();
  }
}
