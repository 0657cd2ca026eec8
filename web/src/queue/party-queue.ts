// The queue of an open party as signals, and what a person does with it. Asks for the whole of a long queue, of which the
// server's full state has the beginning only. `close()` it when the party goes.

import { isWhole, type Loop, type Queue, type QueueCommand, type QueueItem, type ServerEvent } from '@matinee/sdk';
import { computed, effect, signal } from '@preact/signals';
import type { NewFilm, Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import { notify } from '../ui/notices';

/** The server tells or refuses a vote within this time, in ms. */
const answeredWithinMs = 3000;

const emptyQueue: Queue = { revision: 0, loop: 'off', current: null, items: [], total: 0 };

export class PartyQueue {
  readonly queue = computed(() => this.party.state.value.queue ?? emptyQueue);
  readonly mayChange = computed(
    () => this.party.isHostOrCoHost.value || this.party.state.value.settings.queue_by === 'everyone',
  );
  /** Whether this person may choose from the queue what plays. */
  readonly mayPlay = computed(
    () => this.mayChange.value && (this.party.isHost.value || this.party.state.value.settings.control_by !== 'host'),
  );
  /** Whether this person wants what plays to be skipped. */
  readonly voted = signal(false);
  readonly votes = computed(() => this.party.state.value.skipVotes);
  readonly canVote = computed(() => {
    const { loop, current, total } = this.queue.value;
    const somethingFollows = total > 0 || (loop !== 'off' && current !== null);
    return somethingFollows && (this.party.state.value.settings.vote_skip_percent ?? 0) > 0;
  });

  private readonly cleanups: (() => void)[];
  private asking = false;
  /** What was voted last, and until when it may be refused; null once the server has told how the votes stand. */
  private unanswered: { skip: boolean; untilMs: number } | null = null;

  constructor(private readonly party: Party) {
    this.cleanups = [
      effect(() => {
        if (!isWhole(this.queue.value)) void this.askForWhole();
      }),
      party.connection.on('event', (event) => this.onEvent(event)),
      // A vote lasts while the voter is connected.
      party.connection.on('status', ({ kind }) => {
        if (kind === 'open') return;
        this.voted.value = false;
        this.unanswered = null;
      }),
    ];
  }

  /** Adds a film to the catalogue and to the end of the queue. */
  async add(film: NewFilm): Promise<void> {
    const clip = await this.party.catalogue(film);
    await api.addToQueue(this.party.details.id, { clip_id: clip.id });
  }

  addPlaylist(playlistId: string): Promise<unknown> {
    return api.addToQueue(this.party.details.id, { playlist_id: playlistId });
  }

  /** `offset` places up (negative) or down; further than the ends is at the end. */
  move(item: QueueItem, offset: number): void {
    const { items } = this.queue.peek();
    const from = items.findIndex(({ id }) => id === item.id);
    if (from !== -1) this.moveTo(item, from + offset);
  }

  /** To the place the item is to have. */
  moveTo(item: QueueItem, place: number): void {
    const others = this.queue.peek().items.filter(({ id }) => id !== item.id);
    const before = others[Math.max(0, place)];
    this.send({ type: 'queue-move', item_id: item.id, ...(before === undefined ? {} : { before_id: before.id }) });
  }

  play(item: QueueItem): void {
    this.send({ type: 'queue-play', item_id: item.id });
  }
  playNext(): void {
    this.send({ type: 'queue-play' });
  }
  remove(item: QueueItem): void {
    this.send({ type: 'queue-remove', item_id: item.id });
  }
  clear(): void {
    this.send({ type: 'queue-clear' });
  }
  shuffle(): void {
    this.send({ type: 'queue-shuffle' });
  }
  setLoop(loop: Loop): void {
    this.send({ type: 'queue-loop', loop });
  }
  vote(skip: boolean): void {
    if (!this.send({ type: 'vote-skip', skip })) return;
    this.voted.value = skip;
    this.unanswered = { skip, untilMs: performance.now() + answeredWithinMs };
  }

  close(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
  }

  private onEvent(event: ServerEvent): void {
    // A new clip, or a new line, begins without votes.
    const isNewClip = event.type === 'skip' || (event.type === 'undo' && event.undone === 'skip');
    if (isNewClip || (event.type === 'sync' && event.role !== undefined && event.skip_votes?.votes === 0)) {
      this.voted.value = false;
    }
    if (isNewClip || event.type === 'skip-votes') this.unanswered = null;
    // A refusal does not name its command; a vote that counts is told within a moment, and one that was cast before, never.
    if (event.type === 'error' && this.unanswered !== null) {
      if (performance.now() < this.unanswered.untilMs) this.voted.value = !this.unanswered.skip;
      this.unanswered = null;
    }
  }

  private send(command: QueueCommand): boolean {
    return this.party.send(command);
  }

  private async askForWhole(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      // Asked again where it changed meanwhile.
      while (!isWhole(this.queue.peek()) && this.party.over.peek() === null) {
        const { next: _, ...queue } = await api.queue(this.party.details.id);
        this.party.connection.adoptQueue(queue);
      }
    } catch (error) {
      notify(problemText(error), 'problem');
    } finally {
      this.asking = false;
    }
  }
}
