// What a server sends. Members marked optional came to the protocol later, so that an older server may leave them out.

import type {
  Actor,
  ChatMessage,
  Participant,
  PartySettings,
  Person,
  Reaction,
  ReactionCount,
  ReadyCheck,
  Role,
  Waiting,
} from './protocol.js';
import type { QueueChangedEvent, QueuePage, SkipVotes, SkipVotesEvent } from './queue.js';

/** The live playback that every server event carries, whatever its type. */
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
  /** The server time at which the film starts or started to move; null while it stands. In full-state events. */
  effective_at_ms?: number | null;
  /** Whom the party stands for, or null. In full-state events. */
  waiting?: Waiting | null;
  /** The server time of a scheduled start, or null. In full-state events. */
  start_at_ms?: number | null;
}

/** Who did it; absent from an older server. */
interface Attributed {
  by?: Actor;
}

/** The full state. The answer to a sync-request has the members from `role` on, too. */
export type SyncEvent = PlaybackFields & {
  type: 'sync';
  /** The asker's own. */
  role?: Role;
  /** All of a party of up to 100; else the host, the asker and some more. */
  participants?: Participant[];
  /** How many seats are taken. */
  participant_count?: number;
  settings?: PartySettings;
  /** The open ready check, or null. */
  ready_check?: ReadyCheck | null;
  /** The first 50 items. */
  queue?: QueuePage;
  skip_votes?: SkipVotes;
};
/** A change of playback. The `sync` that follows at once has the same revision. */
export type PlaybackChangeEvent = PlaybackFields & Attributed & { type: 'play' | 'pause' | 'skip' | 'rate' };
/** A jump within the clip. */
export type SeekEvent = PlaybackFields & Attributed & { type: 'seek'; from_ms?: number };
/** The last seek or skip was taken back. `from_ms` is the position before. */
export type UndoEvent = PlaybackFields & Attributed & { type: 'undo'; undone: 'seek' | 'skip'; from_ms: number };
/** The party begins to wait (a new revision), or waits for others than before (the same revision). */
export type WaitingEvent = PlaybackFields & Attributed & { type: 'waiting' };
export type SettingsChangedEvent = PlaybackFields &
  Attributed & {
    type: 'settings-changed';
    /** All of them, as they are now. */
    settings: PartySettings;
    /** Those that were different before. Absent: an older server. */
    changed?: (keyof PartySettings)[];
  };
/** The invitation has another code; the old one lets nobody in any more. */
export type InviteCodeChangedEvent = PlaybackFields & Attributed & { type: 'invite-code-changed'; invite_code: string };
/** Somebody waits to be let in. To the host and co-hosts alone. */
export type JoinRequestedEvent = PlaybackFields & {
  type: 'join-requested';
  request: { user_id: string; display_name: string; avatar_url: string | null; requested_at: string };
};
/** Somebody does not wait any more: let in, sent away, gone again, or forgotten. To the host and co-hosts alone. */
export type JoinRequestAnsweredEvent = PlaybackFields &
  Attributed & { type: 'join-request-answered'; user_id: string; answer: 'admitted' | 'declined' | 'withdrawn' | 'expired' };
/** Somebody asks for control of the film. */
export type ControlAskedEvent = PlaybackFields & { type: 'control-asked'; by: Person };
export type StartScheduledEvent = PlaybackFields & Attributed & { type: 'start-scheduled'; start_at_ms: number };
export type StartCancelledEvent = PlaybackFields & Attributed & { type: 'start-cancelled' };
/** A ready check was opened, answered, or has come to its end. */
export type ReadyCheckEvent = PlaybackFields & Attributed & { type: 'ready-check'; ready_check: ReadyCheck };
/** Only in parties of a size at which everyone can be told about everyone. */
export type ParticipantStatusEvent = PlaybackFields & {
  type: 'participant-status';
  user_id: string;
  buffering: boolean;
  ready: boolean;
  ignore_wait?: boolean;
};
export type ParticipantEvent = PlaybackFields &
  Attributed & {
    type: 'participant-joined' | 'participant-left';
    /** `muted` and its end as in `Participant`, where the server tells them here; otherwise the next full state does. */
    participant: Pick<Participant, 'user_id' | 'display_name' | 'role' | 'muted' | 'muted_until_ms'> & { avatar_url?: string | null };
    /** Why someone left; someone disconnected keeps the seat. */
    reason?: 'disconnected' | 'left' | 'kicked';
  };
/** Arrivals and departures since the last one, in sums: of a party too large to tell everyone about everyone. */
export type PresenceEvent = PlaybackFields & {
  type: 'presence';
  joined: number;
  left: number;
  /** How many people are connected now. */
  connected: number;
  /** At most 20 of those who joined. */
  joined_sample: ParticipantEvent['participant'][];
  /** At most 20 of those who left. */
  left_sample: ParticipantEvent['participant'][];
};
export type RoleChangedEvent = PlaybackFields &
  Attributed & { type: 'role-changed'; user_id: string; role: Role; previous_role: Role };
export type ChatEvent = PlaybackFields & { type: 'chat_message'; chat_message: ChatMessage };
/** The message as it is now. */
export type MessageEditedEvent = PlaybackFields & { type: 'message-edited'; chat_message: ChatMessage };
/** `user_id` wrote it, `by` took it away. */
export type MessageDeletedEvent = PlaybackFields & {
  type: 'message-deleted';
  message_id: string;
  user_id: string;
  deleted_at: string;
  by: Person;
};
/** Somebody had their data deleted: every message of theirs is deleted. */
export type UserForgottenEvent = PlaybackFields & { type: 'user-forgotten'; user_id: string };
/** To the host and co-hosts alone. */
export type MessageReportedEvent = PlaybackFields & { type: 'message-reported'; chat_message: ChatMessage; reason: string };
/** Somebody was muted until that Unix ms of the server (null: until it is lifted), or may speak again. */
export type MuteChangedEvent = PlaybackFields &
  Attributed & { type: 'mute-changed'; user_id: string; muted: boolean; until_ms: number | null };
export type ReactionEvent = PlaybackFields & { type: 'reaction'; reaction: Reaction };
/** A batch of one person's reactions, or, in a large party, the sum of many people's. */
export type ReactionsEvent = PlaybackFields & {
  type: 'reactions';
  /** Null for the sum of many. */
  user_id: string | null;
  /** Seconds into the clip. */
  video_timestamp: number;
  reactions: ReactionCount[];
  /** All of a sum, the emojis that are left out counted too. */
  total?: number;
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
  | SeekEvent
  | UndoEvent
  | WaitingEvent
  | SettingsChangedEvent
  | QueueChangedEvent
  | SkipVotesEvent
  | InviteCodeChangedEvent
  | JoinRequestedEvent
  | JoinRequestAnsweredEvent
  | ControlAskedEvent
  | StartScheduledEvent
  | StartCancelledEvent
  | ReadyCheckEvent
  | ParticipantStatusEvent
  | ParticipantEvent
  | PresenceEvent
  | RoleChangedEvent
  | ChatEvent
  | MessageEditedEvent
  | MessageDeletedEvent
  | UserForgottenEvent
  | MessageReportedEvent
  | MuteChangedEvent
  | ReactionEvent
  | ReactionsEvent
  | TypingEvent
  | PartyEndedEvent
  | AuthenticatedEvent
  | TimeSyncEvent
  | ErrorEvent;

/** Every type of event this library knows. */
export const eventTypes = Object.keys({
  sync: true,
  play: true,
  pause: true,
  seek: true,
  skip: true,
  rate: true,
  undo: true,
  waiting: true,
  'settings-changed': true,
  'queue-changed': true,
  'skip-votes': true,
  'invite-code-changed': true,
  'join-requested': true,
  'join-request-answered': true,
  'control-asked': true,
  'start-scheduled': true,
  'start-cancelled': true,
  'ready-check': true,
  'participant-status': true,
  'participant-joined': true,
  'participant-left': true,
  presence: true,
  'role-changed': true,
  chat_message: true,
  'message-edited': true,
  'message-deleted': true,
  'user-forgotten': true,
  'message-reported': true,
  'mute-changed': true,
  reaction: true,
  reactions: true,
  typing: true,
  'party-ended': true,
  authenticated: true,
  'time-sync': true,
  error: true,
} satisfies Record<ServerEvent['type'], true>) as readonly ServerEvent['type'][];
