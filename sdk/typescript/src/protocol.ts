// The wire vocabulary of a watch party: the values that messages are made of, and the one decoder.
// Commands are in commands.ts, events in events.ts. Types and pure functions; no I/O, no state.
// Units are in the names (`_ms`), everything else is whole seconds.

import type { ServerEvent } from './events.js';

export * from './commands.js';
export * from './events.js';
export * from './queue.js';

/** A participant's role. Hosts and co-hosts control playback unless the settings say otherwise; only the host manages people and ends the party. */
export type Role = 'host' | 'co-host' | 'viewer';

/** Who can discover a party. An invite code always lets in, whatever the visibility. */
export type Visibility = 'private' | 'public' | 'friends';

/** A person as far as a sentence needs them: "Ann paused", "waiting for Bob". */
export interface Person {
  user_id: string;
  display_name: string;
}

/** Who did something; null when the server did it by itself. */
export type Actor = Person | null;

/** One person of a party, however many connections that person has open. */
export interface Participant extends Person {
  avatar_url: string | null;
  role: Role;
  /** True while the person has at least one open connection. */
  is_active: boolean;
  /** RFC 3339 time of the last sync sent to this person; null if there was none yet. */
  last_sync: string | null;
  /** True while the person's player waits for data, by their last report. Absent: an older server. */
  buffering?: boolean;
  /** True while the person's player could start at once, by their last report. */
  ready?: boolean;
  /** True when the person asked not to be waited for. */
  ignore_wait?: boolean;
  /** Player minus party by the last report, in ms, positive ahead; null when nothing is known. */
  drift_ms?: number | null;
  /** The person's reported round trip to the server, in ms; null when nothing is known. */
  rtt_ms?: number | null;
  /** True when the person may not write or react for now. */
  muted?: boolean;
  /**
   * The server time (Unix ms) at which the mute ends by itself, which no event tells. Absent or null: it lasts until it is
   * lifted, there is none, or an older server.
   */
  muted_until_ms?: number | null;
}

/** One chat message as the server stored it. */
export interface ChatMessage extends Person {
  id: string;
  avatar_url: string | null;
  message: string;
  /** RFC 3339. */
  created_at: string;
  /** What played when it was written, and where, in ms. Absent, here and below: an older server. */
  clip_id?: string | null;
  position_ms?: number;
  /** The id of the message it answers, which may not be there. */
  reply_to?: string | null;
  /** The ids of those it speaks to. */
  mentions?: string[];
  /** RFC 3339; null while it was not edited. */
  edited_at?: string | null;
  /** RFC 3339; null while it is there. A deleted message has no text. */
  deleted_at?: string | null;
}

/** One reaction as it is shown over the video. */
export interface Reaction {
  user_id: string;
  emoji: string;
  /** Seconds into the clip. */
  video_timestamp: number;
}

/** Several of the same reaction at once. */
export interface ReactionCount {
  emoji: string;
  /** 1-100. */
  count: number;
}

/**
 * Whom a playing party waits for when they are not ready: nobody, the host, until half of those who report are ready,
 * or everyone who reports.
 */
export type WaitingPolicy = 'off' | 'host' | 'quorum' | 'everyone';

/** Who may write: everyone, or the host and co-hosts. */
export type ChatPolicy = 'everyone' | 'hosts';

/** Who may control playback: the host alone, host and co-hosts, or everyone. */
export type ControlPolicy = 'host' | 'hosts' | 'everyone';

/** What the host of a party can choose. */
export interface PartySettings {
  waiting: WaitingPolicy;
  /** Whether a playing party plays on after a seek; a seek command can say otherwise. */
  resume_after_seek: boolean;
  /** Absent, here and below: an older server. */
  chat?: ChatPolicy;
  /** Between two messages of a viewer, 0-3600000. */
  slow_mode_ms?: number;
  /** Who may change the queue: host and co-hosts, or everyone. Absent: a server without a queue. */
  queue_by?: 'hosts' | 'everyone';
  /** Share of the connected, in percent, whose votes skip what plays; 0: no votes. */
  vote_skip_percent?: number;
  /** Absent: an older server, as `hosts`. */
  control_by?: ControlPolicy;
  /** Whether nobody new is let in. Absent: an older server. */
  locked?: boolean;
  /** Whether who comes without an invitation waits until host or co-host let them in. Absent: an older server. */
  approval?: boolean;
  /** Whether a password is asked for; shown here, changed by `setPassword`. Absent: an older server. */
  has_password?: boolean;
}

/** The settings of a party that nobody has changed. */
export const defaultPartySettings: PartySettings = {
  waiting: 'off',
  resume_after_seek: false,
  chat: 'everyone',
  slow_mode_ms: 0,
  queue_by: 'hosts',
  vote_skip_percent: 50,
  control_by: 'hosts',
  locked: false,
  approval: false,
  has_password: false,
};

/** Whether someone in this role controls playback under these settings. */
export function mayControl(role: Role, { control_by: policy = 'hosts' }: PartySettings): boolean {
  return role === 'host' || policy === 'everyone' || (policy === 'hosts' && role === 'co-host');
}

/** The party stands for others and goes on by itself, at `until_ms` at the latest. Times are Unix ms of the server. */
export interface Waiting {
  /** At most 10 of them. */
  for: (Person & { until_ms: number })[];
  /** All of them. */
  count: number;
  until_ms: number;
}

/** A question to all whether they are ready, and how it stands. */
export interface ReadyCheck {
  state: 'open' | 'passed' | 'over' | 'cancelled';
  /** Unix ms of the server at which an open check is over. */
  until_ms: number;
  ready_count: number;
  total: number;
  /** At most 20 of those who have not answered with yes. */
  missing: Person[];
  /** How long after passing the film starts, in ms; null: it does not start by itself. */
  countdown_ms: number | null;
}

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
