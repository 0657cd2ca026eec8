// What a client sends. `party_id` and `timestamp` are optional on the wire; the connection knows its party.

import type { PartySettings, ReactionCount } from './protocol.js';
import type { QueueCommand } from './queue.js';

/** What a client measures about its own playback; at most once a second, and at once when something changed. */
export interface PlaybackReport {
  position_ms: number;
  playing: boolean;
  buffering: boolean;
  /** True when the media could start playing at once. */
  ready: boolean;
  /** The server's clock, as estimated here, at the moment `position_ms` was read; absent while unknown. */
  server_time_ms?: number;
  /** Least round trip of the current clock window; absent before the first exchange. */
  rtt_ms?: number;
}

/** Playback, for hosts and co-hosts; from viewers the server ignores these. */
export type PlaybackCommand =
  | { type: 'play' }
  | { type: 'pause' }
  /**
   * `position` in seconds, fractions allowed, 0 or more. `resume` says whether a playing party plays on from there;
   * without it the party's setting `resume_after_seek` does.
   */
  | { type: 'seek'; position: number; resume?: boolean }
  | { type: 'skip'; clip_id: string }
  /** Playback speed for the whole party, 0.25-3. */
  | { type: 'set-rate'; rate: number }
  /** Takes back the last seek or skip; undoing an undo does it again. */
  | { type: 'undo' };

/** Starting together, for hosts and co-hosts; `ready` and `ignore-wait` are for everyone. */
export type LobbyCommand =
  | { type: 'ready-check'; countdown_ms?: number }
  | { type: 'ready-check-cancel' }
  | { type: 'ready'; is_ready: boolean }
  /** In so many ms from now, 1000-86400000. */
  | { type: 'schedule-start'; in_ms: number }
  /** At that Unix ms of the server. */
  | { type: 'schedule-start'; at_ms: number }
  | { type: 'cancel-start' }
  /** Don't wait for me. */
  | { type: 'ignore-wait'; ignore: boolean };

/** Asks the host for control of the film; once in 30 s. */
export type AskControlCommand = { type: 'ask-control' };

/** People and the party itself, for the host. */
export type ManagementCommand =
  | ({ type: 'settings' } & Partial<PartySettings>)
  | { type: 'end' }
  | { type: 'promote'; user_id: string }
  | { type: 'demote'; user_id: string }
  | { type: 'hand-over'; user_id: string }
  | { type: 'kick'; user_id: string }
  | { type: 'lift-kick'; user_id: string };

/** Who may speak, for the host and co-hosts. Without `duration_ms` a mute has no end. */
export type ModerationCommand =
  | { type: 'mute'; user_id: string; duration_ms?: number }
  | { type: 'unmute'; user_id: string };

/** Who waits to be let in, for the host and co-hosts. */
export type AdmissionCommand = { type: 'admit'; user_id: string } | { type: 'decline'; user_id: string };

/** What everyone may send. */
export type MemberCommand =
  /** Answered with the full state. Where the player is (either unit) lets the server measure drift. */
  | { type: 'sync-request'; position?: number; position_ms?: number }
  /** `video_timestamp`, in seconds, is where the writer's own film is, when that is behind the party. */
  | { type: 'chat'; message: string; reply_to?: string; mentions?: string[]; video_timestamp?: number }
  | { type: 'edit-message'; message_id: string; message: string; mentions?: string[] }
  | { type: 'delete-message'; message_id: string }
  /** Tells host and co-hosts of it. */
  | { type: 'report-message'; message_id: string; reason?: string }
  /** `video_timestamp` in seconds; without it the reaction is of now. */
  | { type: 'reaction'; emoji: string; video_timestamp?: number }
  | { type: 'reactions'; reactions: ReactionCount[]; video_timestamp?: number }
  | { type: 'typing'; is_typing: boolean }
  /** `t0` in milliseconds on the client's own monotonic clock; the server echoes it. */
  | { type: 'time-sync'; t0: number }
  | ({ type: 'report' } & PlaybackReport)
  /** A fresh token for the same person, before the old one expires. */
  | { type: 'authenticate'; token: string }
  /** Takes the role of the host back, for who created the party and did not hand it over. */
  | { type: 'reclaim' }
  /** Gives up the seat; to go and come back, close the connection instead. */
  | { type: 'leave' };

/** Everything a client may send. */
export type Command =
  | PlaybackCommand
  | LobbyCommand
  | AskControlCommand
  | ManagementCommand
  | ModerationCommand
  | AdmissionCommand
  | QueueCommand
  | MemberCommand;

/** Every type of command, for programs that want to list or check them. */
export const commandTypes = Object.keys({
  play: true,
  pause: true,
  seek: true,
  skip: true,
  'set-rate': true,
  undo: true,
  'ready-check': true,
  'ready-check-cancel': true,
  ready: true,
  'schedule-start': true,
  'cancel-start': true,
  'ignore-wait': true,
  'ask-control': true,
  settings: true,
  end: true,
  promote: true,
  demote: true,
  'hand-over': true,
  kick: true,
  'lift-kick': true,
  'queue-add': true,
  'queue-move': true,
  'queue-remove': true,
  'queue-clear': true,
  'queue-play': true,
  'queue-shuffle': true,
  'queue-loop': true,
  'vote-skip': true,
  'sync-request': true,
  mute: true,
  unmute: true,
  admit: true,
  decline: true,
  reclaim: true,
  chat: true,
  'edit-message': true,
  'delete-message': true,
  'report-message': true,
  reaction: true,
  reactions: true,
  typing: true,
  'time-sync': true,
  report: true,
  authenticate: true,
  leave: true,
} satisfies Record<Command['type'], true>) as readonly Command['type'][];
