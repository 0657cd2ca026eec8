// A party as the HTTP API creates, shows and joins it. Types only; times in text are RFC 3339.

import type { Participant, PartySettings, Role, Visibility } from './protocol.js';

/** What a new party needs; the server fills in the rest. */
export interface NewParty {
  title: string;
  visibility?: Visibility;
  playlist_id?: string;
  /** 2-1000. */
  max_participants?: number;
  /** What is left out is as in `defaultPartySettings`. */
  settings?: Partial<PartySettings>;
  /** Asked of who joins by the code. 1-128 characters. */
  password?: string;
}

/** A party as answered to its creation. */
export interface CreatedParty {
  id: string;
  host_user_id: string;
  title: string;
  playlist_id: string | null;
  visibility: Visibility;
  invite_code: string;
  max_participants: number;
  status: 'active' | 'ended';
  created_at: string;
  /** Absent: an older server. */
  settings?: PartySettings;
}

/** A party as its participants see it. */
export interface PartyDetails {
  id: string;
  host_user_id: string;
  title: string;
  current_clip_id: string | null;
  /** Whole seconds, floored. */
  current_position: number;
  is_playing: boolean;
  participant_count: number;
  max_participants: number;
  status: 'active' | 'ended';
  invite_code: string;
  visibility: Visibility;
  playlist_id: string | null;
  position_ms: number;
  server_time_ms: number;
  revision: number;
  epoch: number;
  /** The caller's role. */
  role: Role;
  /** Absent: an older server. */
  settings?: PartySettings;
  /** The caller created the party, is not its host, and may be again: see `reclaimHost`. Absent: an older server. */
  may_reclaim?: boolean;
}

/** A part of a party's participants, in the order of their ids. */
export interface ParticipantPage {
  participants: Participant[];
  /** How many seats are taken in all. Absent: an older server, which lists everyone. */
  participant_count?: number;
  /** What to ask for next, as `after`; null on the last page. Absent: an older server. */
  next?: string | null;
}

/** The way into a party's socket. */
export interface JoinedParty {
  party_id: string;
  ws_url: string;
}

/** A one-time ticket for the socket, sent as the subprotocol `ticket.<ticket>` beside `matinee.v1`. */
export interface SocketTicket {
  ticket: string;
  expires_at?: string;
}
