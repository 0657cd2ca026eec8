// A party that is over, watched again: its films, and what was said and felt, each at its moment of the film.

import type { ChatMessage, Clip, PartyDetails, ReactionCount } from '@matinee/sdk';
import { computed, effect, signal } from '@preact/signals';
import { Floating } from '../film/floating';
import { ReactionHeat } from '../film/reaction-heat';
import type { ChatLine } from '../room/chat-line-list';
import { Conversation } from '../room/conversation';
import { Feed } from '../room/feed';
import { Quotes } from '../room/quotes';
import { SpoilerGuard } from '../room/spoiler-guard';
import { api, session } from '../server';

/** Films a party is looked through for. */
const mostClips = 30;
/** Of one stretch of film, so many reactions rise. */
const mostRising = 5;

/** Create it with the party's details, `load()` it, `close()` it when the view goes. */
export class Replay {
  readonly clips = signal<readonly Clip[]>([]);
  readonly clipId = signal<string | null>(null);
  readonly guard = new SpoilerGuard(true);
  readonly floating = new Floating();
  readonly heat: ReactionHeat;
  readonly quotes: Quotes;
  readonly clip = computed(() => this.clips.value.find(({ id }) => id === this.clipId.value) ?? null);
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
    const ofClip = (line: ChatLine) => line.kind === 'message' && (line.message.clip_id ?? null) === this.clipId.value;
    this.conversation = {
      lines: computed(() => this.whole.lines.value.filter(ofClip)),
      older: this.whole.older,
      loadOlder: () => this.loadMessages(),
    };
    this.quotes = new Quotes((message) => this.whole.find(message), (message) => api.message(id, message));
    this.heat = new ReactionHeat((clipId, fromMs) => this.fetchReactions(clipId, fromMs));
    this.stopHeat = effect(() => void this.heat.load(this.clipId.value));
  }

  async load(): Promise<void> {
    await this.loadMessages();
    const ids = new Set(this.messages().map(({ clip_id }) => clip_id));
    ids.add(this.details.current_clip_id);
    const wanted = [...ids].filter((id) => id != null).slice(0, mostClips);
    const found = await Promise.all(wanted.map((id) => api.clip(id).catch(() => null)));
    this.clips.value = found.filter((clip) => clip !== null);
    this.choose(this.clips.value[0]?.id ?? null);
  }

  choose(clipId: string | null): void {
    this.rising.clear();
    this.lastBucket = -1;
    this.clipId.value = clipId;
    this.guard.reach(clipId, 0);
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
