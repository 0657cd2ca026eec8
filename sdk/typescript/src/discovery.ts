// What the lists of parties and of friends are made of. Types only; times in text are RFC 3339.

import type { Person, Role, Visibility } from './protocol.js';

/** A person with a picture. */
export interface ListedPerson extends Person {
  avatar_url: string | null;
}

/** A party that goes on, as a list shows it. */
export interface PartyListing {
  /** Also what to join a public party with. */
  id: string;
  title: string;
  host: ListedPerson;
  visibility: Visibility;
  /** People connected, at most 2 s old. */
  active_count: number;
  max_participants: number;
  created_at: string;
  current_clip_id: string | null;
  /** Null for a clip the catalogue does not know. */
  clip_title: string | null;
  /** Whole seconds, floored. */
  current_position: number;
  position_ms: number;
  is_playing: boolean;
  /** Whoever comes has to show a password, unless they were invited. */
  has_password: boolean;
  /** Whoever comes waits to be let in, unless they were invited. */
  approval: boolean;
  /** Nobody new is let in. */
  locked: boolean;
}

/** Which public parties to list. */
export interface PublicPartiesQuery {
  /** Beginnings of words of the title; at most 100 characters. */
  search?: string;
  sort?: 'people' | 'newest';
  /** 1-50; 20 when left out. */
  limit?: number;
  /** The `next` of the page before. */
  after?: string;
}

/** A page of a list; `next` is null on the last. */
export interface Page<Entry> {
  parties: Entry[];
  next: string | null;
}

/** A party of a friend. */
export interface FriendsPartyListing extends PartyListing {
  /** What to join it with. */
  invite_code: string;
}

/** A party the caller ever had a seat in. */
export interface Attendance {
  id: string;
  title: string;
  host_user_id: string;
  visibility: Visibility;
  status: 'active' | 'ended';
  created_at: string;
  ended_at: string | null;
  /** From the creation to the end, or until now. */
  duration_ms: number;
  joined_at: string;
  /** Null: no seat any more. */
  role: Role | null;
  /** Null without a seat. */
  invite_code: string | null;
  /** Everyone who ever had a seat. */
  participant_count: number;
  /** At most five of the others. */
  participants: Person[];
}

/** Somebody the caller has to do with. */
export interface Friend extends ListedPerson {
  since: string;
}

/** Everyone the caller has to do with. */
export interface Friends {
  friends: Friend[];
  /** Asked by the caller, not answered yet. */
  requested: Friend[];
  /** Asked by the others. */
  incoming: Friend[];
  blocked: Friend[];
}

/** What a request came to. */
export interface FriendState {
  user_id: string;
  state: 'requested' | 'friends';
}

/** Somebody the host keeps out. */
export interface KickedPerson extends Person {
  kicked_at: string;
}
