// What a server keeps of one person, as it hands it out. Types only; times in text are RFC 3339.

import type { Friends } from './discovery.js';
import type { ChatMessage, Role, Visibility } from './protocol.js';

/** A party the person had a seat in. */
export interface PersonalParty {
  party_id: string;
  title: string;
  visibility: Visibility;
  status: 'active' | 'ended';
  /** They are its host, or were its last one. */
  hosted: boolean;
  /** By having created it they are its host, or may take the role back. */
  claimed: boolean;
  created_at: string;
  ended_at: string | null;
  joined_at: string;
  /** Null: no seat any more. */
  role: Role | null;
  /** As the party knew them. */
  display_name: string;
  avatar_url: string | null;
}

/** A party that keeps them out, or silent. */
export type PersonalRestriction =
  | { party_id: string; kind: 'kick'; kicked_at: string }
  | { party_id: string; kind: 'mute'; until: string | null };

export interface PersonalInvitation {
  party_id: string;
  id: string;
  code: string;
  note: string;
  created_at: string;
  expires_at: string | null;
  max_uses: number | null;
  uses: number;
}

/** Everything a server keeps of the caller. */
export interface PersonalData {
  user_id: string;
  display_name: string;
  avatar_url: string | null;
  guest: boolean;
  exported_at: string;
  /** The last joined first. */
  parties: PersonalParty[];
  /** The oldest first. */
  messages: (ChatMessage & { party_id: string })[];
  queue_items: { party_id: string; clip_id: string; title: string | null }[];
  /** Of messages of others, by the caller. */
  reports: { party_id: string; message_id: string; reason: string; reported_at: string }[];
  restrictions: PersonalRestriction[];
  /** The caller made them. */
  invitations: PersonalInvitation[];
  /** The caller came by them. */
  invitation_uses: { party_id: string; invitation_id: string; display_name: string; used_at: string }[];
  /** `at`: when the caller asked, or was declined. */
  join_requests: { party_id: string; display_name: string; avatar_url: string | null; declined: boolean; at: string }[];
  clips: { id: string; title: string; url: string; created_at: string }[];
  playlists: { id: string; title: string; shared: boolean; clip_ids: string[]; created_at: string; updated_at: string }[];
  people: Friends;
  /** What counts against limits of the last hour. */
  counted: { kind: string; at: string }[];
}

/** One answer of the server: everything, with a page of the messages. */
export type PersonalDataPage = PersonalData & { next: string | null };
