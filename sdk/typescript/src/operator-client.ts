// What the operators of a server look at and do. Needs a token of `matinee admin token`, or of a user in `admin-users`.

import type { Page, PartyListing } from './discovery.js';
import { HttpClient, type HttpClientOptions } from './http-client.js';
import type { PartySettings, Visibility } from './protocol.js';

/** A party that goes on, of whatever visibility. */
export interface PartyOverview extends PartyListing {
  /** Seats. */
  participant_count: number;
  /** Loaded; otherwise nobody is connected. */
  in_memory: boolean;
  connection_count: number;
}

/** An open socket of the server. */
export interface OpenConnection {
  id: string;
  user_id: string;
  party_id: string;
  /** RFC 3339. */
  since: string;
  /** Bytes that wait for the client to take them. */
  waiting_bytes: number;
  /** Not answered yet. */
  commands_in_flight: number;
  /** Until some of those are answered. */
  reading_paused: boolean;
}

export interface PartyConnectionOverview extends OpenConnection {
  display_name: string;
  /** As the client measured it. */
  round_trip_ms: number | null;
}

/** A party as it is in memory, which may run ahead of storage. */
export interface PartyInspection {
  id: string;
  title: string;
  host_user_id: string;
  visibility: Visibility;
  status: 'active' | 'ended';
  created_at: string;
  participant_count: number;
  max_participants: number;
  /** Clips in the queue. */
  queued: number;
  settings: PartySettings;
  revision: number;
  current_clip_id: string | null;
  position_ms: number;
  is_playing: boolean;
  is_holding: boolean;
  playback_rate: number;
  /** A write failed; nothing is changed until the stored state was read again. */
  waits_for_storage: boolean;
  connection_count: number;
  /** The first of them. */
  connections: PartyConnectionOverview[];
}

/** A command that changed the party. Steps are microseconds since it was received; null: not reached. */
export interface TracedEvent {
  /** Its name on the socket. */
  type: string;
  /** Null: the server's operator. */
  user_id: string | null;
  at: string;
  /** Storage did not take it, and it did not happen. */
  failed: boolean;
  decided_us: number | null;
  committed_us: number | null;
  /** Null too where it tells nobody. */
  handed_out_us: number | null;
}

export interface BlockedUser {
  user_id: string;
  reason: string;
  blocked_at: string;
}

const root = '/api/v1/admin';

/** Calls the operators' endpoints. Every method rejects with a `ProblemError`; 403 for who is no operator. */
export class OperatorClient {
  private readonly http: HttpClient;

  constructor(options: HttpClientOptions = {}) {
    this.http = new HttpClient(options);
  }

  /** Every party that goes on, those with somebody in them first. `limit`: 1-50. */
  parties(page: { limit?: number; after?: string } = {}): Promise<Page<PartyOverview>> {
    return this.http.request('GET', `${root}/parties${queryOf(page)}`);
  }

  /** `connections`: how many of its connections to show, 1-200. */
  party(partyId: string, connections = 50): Promise<PartyInspection> {
    return this.http.request('GET', partyPath(partyId, `?connections=${connections}`));
  }

  /** The last 64 things clients did there, the oldest first. */
  async events(partyId: string): Promise<TracedEvent[]> {
    return (await this.http.request<{ events: TracedEvent[] }>('GET', partyPath(partyId, '/events'))).events;
  }

  /** Ends the party. */
  closeParty(partyId: string): Promise<void> {
    return this.http.request('POST', partyPath(partyId, '/close'));
  }

  /** Open sockets, of everybody or of one user. `limit`: 1-200. */
  connections(
    query: { user_id?: string; limit?: number; after?: string } = {},
  ): Promise<{ connections: OpenConnection[]; total: number; next: string | null }> {
    return this.http.request('GET', `${root}/connections${queryOf(query)}`);
  }

  /** The last blocked first. */
  async blockedUsers(): Promise<BlockedUser[]> {
    return (await this.http.request<{ blocked_users: BlockedUser[] }>('GET', `${root}/blocked-users`)).blocked_users;
  }

  /** Lets them in nowhere and closes their sockets. `reason`: for operators, at most 200 characters. */
  blockUser(userId: string, reason = ''): Promise<void> {
    return this.http.request('PUT', blockPath(userId), reason === '' ? undefined : { reason });
  }

  unblockUser(userId: string): Promise<void> {
    return this.http.request('DELETE', blockPath(userId));
  }
}

function partyPath(partyId: string, rest = ''): string {
  return `${root}/parties/${encodeURIComponent(partyId)}${rest}`;
}

function blockPath(userId: string): string {
  return `${root}/blocked-users/${encodeURIComponent(userId)}`;
}

function queryOf(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
