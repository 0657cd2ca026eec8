// A party that is over, watched again: its films, and what was said and felt, each at its moment of the film.

import { isLivePosition, type ChatMessage, type Clip, type PartyDetails, type ReactionCount } from '@matinee/sdk';
import { computed, effect, signal } from '@preact/signals';
import { Floating } from '../film/floating';
import { ReactionHeat } from '../film/reaction-heat';
import type { ChatLine } from '../room/chat-line-list';
import { Conversation } from '../room/conversation';
import { Feed } from '../room/feed';
import { Quotes } from '../room/quotes';
import { SpoilerGuard } from '../room/spoiler-guard';
import { retried } from '../retried';
import { api, session } from '../server';
import { filmsWatched } from './films';

/** Films a party is looked through for. */
const mostClips = 30;
/** Of one stretch of film, so many reactions rise. */
const mostRising = 5;

/** One film of the party. */
export interface ReplayFilm {
  id: string;
  title: string;
  /** Null where the catalogue has it no longer: its chat is still there. */
  clip: Clip | null;
}

/** Create it with the party's details, `load()` it, `close()` it when the view goes. */
export class Replay {
  /** In the order they were on. */
  readonly films = signal<readonly ReplayFilm[]>([]);
  readonly clipId = signal<string | null>(null);
  readonly guard = new SpoilerGuard(true);
  readonly floating = new Floating();
  readonly heat: ReactionHeat;
  readonly quotes: Quotes;
  readonly clip = computed(() => this.films.value.find(({ id }) => id === this.clipId.value)?.clip ?? null);
  /** What was said while the chosen film played, as a chat shows it. */
  readonly conversation: {
    lines: { readonly value: readonly ChatLine[] };
    older: Conversation['older'];
    loadOlder: () => Promise<void>;
  };
  readonly myId = session.peek()?.user_id ?? '';

  private readonly whole: Conversation;
  private readonly names = new Map<string, string>();
  private readonly rising = new Map<number, ReactionCount[]>();
  private bucketMs = 5000;
  private lastBucket = -1;
  private readonly stopHeat: () => void;

  constructor(readonly details: PartyDetails) {
    const { id } = details;
    this.whole = new Conversation(new Feed('', () => undefined), { messages: (query) => api.messages(id, query) });
    this.conversation = {
      lines: computed(() => this.whole.lines.value.filter((line) => this.isOfFilm(line))),
      older: this.whole.older,
      loadOlder: () => this.loadMessages(),
    };
    this.quotes = new Quotes((message) => this.whole.find(message), (message) => api.message(id, message));
    this.heat = new ReactionHeat((clipId, fromMs) => this.fetchReactions(clipId, fromMs));
    this.stopHeat = effect(() => void this.heat.load(this.clipId.value));
  }

  async load(): Promise<void> {
    const [events] = await Promise.all([api.feed(this.details.id).catch(() => []), this.loadMessages()]);
    const ids = filmsWatched(this.messages(), events, this.details.current_clip_id).slice(0, mostClips);
    const films = await Promise.all(ids.map(filmOf));
    this.films.value = films;
    this.choose((films.find(({ clip }) => clip !== null) ?? films[0])?.id ?? null);
  }

  choose(clipId: string | null): void {
    this.rising.clear();
    this.lastBucket = -1;
    this.clipId.value = clipId;
    this.guard.reach(clipId, this.keepsTime() ? 0 : Number.POSITIVE_INFINITY);
  }

  /** The film moved on this screen. */
  reach(positionMs: number): void {
    this.guard.reach(this.clipId.peek(), positionMs);
    const bucket = Math.floor(positionMs / this.bucketMs);
    if (bucket === this.lastBucket) return;
    this.lastBucket = bucket;
    for (const { emoji, count } of this.rising.get(bucket) ?? []) this.floating.rise(emoji, Math.min(count, mostRising));
  }

  nameOf(userId: string): string | undefined {
    return this.names.get(userId);
  }

  close(): void {
    this.stopHeat();
  }

  /** What was said before there was a film belongs to the first. */
  private isOfFilm(line: ChatLine): boolean {
    if (line.kind !== 'message') return false;
    const clipId = line.message.clip_id ?? this.films.value[0]?.id ?? null;
    return clipId === this.clipId.value;
  }

  /** Whether the film on this screen gets to the moments of what was said: not one that is gone, and not a live stream. */
  private keepsTime(): boolean {
    const clipId = this.clipId.peek();
    const isLive = this.messages().some(({ clip_id, position_ms = 0 }) => clip_id === clipId && isLivePosition(position_ms));
    return this.clip.peek() !== null && !isLive;
  }

  private messages(): ChatMessage[] {
    return this.whole.lines.peek().flatMap((line) => (line.kind === 'message' ? [line.message] : []));
  }

  private async loadMessages(): Promise<void> {
    do await this.whole.loadOlder();
    while (this.whole.older.peek() === 'more' && this.messages().length < 5000);
    for (const { user_id, display_name } of this.messages()) this.names.set(user_id, display_name);
  }

  private async fetchReactions(clipId: string, fromMs: number) {
    const line = await api.reactionLine(this.details.id, clipId, fromMs);
    this.bucketMs = line.bucket_ms;
    for (const { position_ms, reactions } of line.buckets) this.rising.set(position_ms / line.bucket_ms, reactions);
    return line;
  }
}

async function filmOf(id: string): Promise<ReplayFilm> {
  const clip = await retried(() => api.clip(id)).catch(() => null);
  return { id, title: clip?.title ?? 'A film that is no longer there', clip };
}
