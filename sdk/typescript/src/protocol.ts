// The wire vocabulary of a watch party: every command a client sends and every event a server sends.
// Types and one decoder; no I/O, no state. Units are in the names (`_ms`), everything else is whole seconds.

/** A participant's role. Hosts and co-hosts control playback; only the host manages people and ends the party. */
export type Role = 'host' | 'co-host' | 'viewer';

/** Who can discover a party. An invite code always lets in, whatever the visibility. */
export type Visibility = 'private' | 'public' | 'friends';

/** One person of a party, however many connections that person has open. */
export interface Participant {
  user_id: string;
  display_name: string;
  avatar_url: string | null;
  role: Role;
  /** True while the person has at least one open connection. */
  is_active: boolean;
  /** RFC 3339 time of the last sync sent to this person; null if there was none yet. */
  last_sync: string | null;
}

/** One chat message as the server stored it. */
export interface ChatMessage {
  id: string;
  user_id: string;
  display_name: string;
  avatar_url: string | null;
  message: string;
  /** RFC 3339. */
  created_at: string;
}

/** One reaction as it is shown over the video. */
export interface Reaction {
  user_id: string;
  emoji: string;
  /** Seconds into the clip. */
  video_timestamp: number;
}

/** What a client may send. `party_id` and `timestamp` are optional on the wire; the connection knows its party. */
export type Command =
  | { type: 'play' }
  | { type: 'pause' }
  /** `position` in seconds, fractions allowed, 0 or more. Seeking pauses the party. */
  | { type: 'seek'; position: number }
  | { type: 'skip'; clip_id: string }
  | { type: 'sync-request' }
  | { type: 'chat'; message: string }
  | { type: 'reaction'; emoji: string; video_timestamp: number }
  | { type: 'reactions'; reactions: { emoji: string; count: number }[] }
  | { type: 'typing'; is_typing: boolean }
  /** `t0` in milliseconds on the client's own monotonic clock; the server echoes it. */
  | { type: 'time-sync'; t0: number }
  | ({ type: 'report' } & PlaybackReport)
  | { type: 'leave' }
  | { type: 'end' }
  | { type: 'promote'; user_id: string }
  | { type: 'demote'; user_id: string }
  | { type: 'hand-over'; user_id: string }
  | { type: 'kick'; user_id: string }
  | { type: 'lift-kick'; user_id: string }
  /** A fresh token for the same person, before the old one expires. */
  | { type: 'authenticate'; token: string };

/** What a client measures about its own playback; sent at most once a second. */
export interface PlaybackReport {
  position_ms: number;
  playing: boolean;
  buffering: boolean;
  /** True when the media could start playing at once. */
  ready: boolean;
  /** Least round trip of the current clock window; absent before the first exchange. */
  rtt_ms?: number;
}

/** The live playback state that every server event carries, whatever its type. */
export interface PlaybackFields {
  party_id: string;
  clip_id: string | null;
  /** Whole seconds, floored. */
  position: number;
  is_playing: boolean;
  /** Unix seconds, floored. */
  server_timestamp: number;
  /** The same position in milliseconds. */
  position_ms: number;
  /** The same time in Unix milliseconds. */
  server_time_ms: number;
  /** Playback speed, 1 for normal. */
  rate: number;
  /** Counts the changes of a party within one epoch. */
  revision: number;
  /** Changes when the party's history was lost or its owner changed. */
  epoch: number;
  /** A server time slightly ahead at which a scheduled play, skip or resume takes effect. */
  effective_at_ms?: number | null;
}

/** The full state. The answer to a sync-request has `participants` too, and the asker's own `role`. */
export type SyncEvent = PlaybackFields & { type: 'sync'; participants?: Participant[]; role?: Role };
export type PlaybackChangeEvent = PlaybackFields & { type: 'play' | 'pause' | 'seek' | 'skip' };
export type ParticipantEvent = PlaybackFields & {
  type: 'participant-joined' | 'participant-left';
  participant: { user_id: string; display_name: string; avatar_url?: string | null; role: Role };
  /** Why someone left; someone disconnected keeps the seat. */
  reason?: 'disconnected' | 'left' | 'kicked';
};
export type RoleChangedEvent = PlaybackFields & {
  type: 'role-changed';
  user_id: string;
  role: Role;
  previous_role: Role;
};
export type ChatEvent = PlaybackFields & { type: 'chat_message'; chat_message: ChatMessage };
export type ReactionEvent = PlaybackFields & { type: 'reaction'; reaction: Reaction };
/** A batch of one person's reactions. */
export type ReactionsEvent = PlaybackFields & {
  type: 'reactions';
  user_id: string;
  /** Seconds into the clip. */
  video_timestamp: number;
  reactions: { emoji: string; count: number }[];
};
export type TypingEvent = PlaybackFields & { type: 'typing'; user_id: string; is_typing: boolean };
export type PartyEndedEvent = PlaybackFields & { type: 'party-ended'; reason?: string };
/** The answer to an authenticate. */
export type AuthenticatedEvent = PlaybackFields & { type: 'authenticated'; expires_at_ms: number | null };
/** The answer to a time-sync, in milliseconds: `t1` received and `t2` sent on the server's clock. */
export type TimeSyncEvent = PlaybackFields & { type: 'time-sync'; t0: number; t1: number; t2: number };
/** `code` is from the catalogue shared with HTTP problems, for example `INVALID_COMMAND`. */
export type ErrorEvent = PlaybackFields & {
  type: 'error';
  code: string;
  message: string;
  /** When trying again makes sense. */
  retry_after_ms?: number;
};

/** What a server sends. Unknown types may be added later and must be ignored by clients. */
export type ServerEvent =
  | SyncEvent
  | PlaybackChangeEvent
  | ParticipantEvent
  | RoleChangedEvent
  | ChatEvent
  | ReactionEvent
  | ReactionsEvent
  | TypingEvent
  | PartyEndedEvent
  | AuthenticatedEvent
  | TimeSyncEvent
  | ErrorEvent;

/** Decodes one text frame. Returns null for what is not a JSON object with a string `type`; never throws. */
export function decodeEvent(frame: unknown): ServerEvent | null {
  if (typeof frame !== 'string') return null;
  try {
    const value: unknown = JSON.parse(frame);
    if (typeof value !== 'object' || value === null) return null;
    return typeof (value as { type?: unknown }).type === 'string' ? (value as ServerEvent) : null;
  } catch {
    return null;
  }
}
