// What was said, as HTTP tells it. Types only.

import type { ChatMessage, ReactionCount } from './protocol.js';

/** Something to say. */
export interface NewMessage {
  /** 1-1000 characters. */
  message: string;
  /** The id of the message it answers. */
  reply_to?: string;
  /** The ids of those it speaks to, at most 20. */
  mentions?: string[];
  /** Where the writer's own film is, in seconds, when that is behind the party. */
  video_timestamp?: number;
}

/** Which messages: the newest, those before one, or those after one. */
export interface MessageQuery {
  /** 1-200; 50 by default. */
  limit?: number;
  before?: string;
  after?: string;
}

/** Messages in the order they were said. */
export interface MessagePage {
  messages: ChatMessage[];
  /** What to give as `before` (or `after`, when that was asked for) to go on; null at the end. */
  next: string | null;
}

/** A message somebody reported, as host and co-hosts see it. */
export interface MessageReport {
  chat_message: ChatMessage;
  /** As it was reported, whatever became of it. */
  reported_text: string;
  reason: string;
  reported_at: string;
}

/** How often people reacted along a clip. Stretches without reactions are left out. */
export interface ReactionLine {
  clip_id: string;
  /** How long a stretch is, in ms. */
  bucket_ms: number;
  buckets: { position_ms: number; total: number; reactions: ReactionCount[] }[];
  /** Where to go on, as `fromMs`; null at the end. */
  next_ms: number | null;
}
