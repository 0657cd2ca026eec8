// The HTTP API of a Matinee server, one method per endpoint. Every call has a deadline; failures are ProblemErrors.

import { WaitingToJoinError, type Invitation, type JoinRequest, type JoinStanding, type NewInvitation } from './admission.js';
import type { PartyAnalytics } from './analytics.js';
import type { MessagePage, MessageQuery, MessageReport, NewMessage, ReactionLine } from './chat.js';
import type { Clip, NewClip, Playlist, PlaylistChange, PlaylistSummary } from './clips.js';
import type {
  Attendance,
  Friends,
  FriendsPartyListing,
  FriendState,
  KickedPerson,
  Page,
  PartyListing,
  PublicPartiesQuery,
} from './discovery.js';
import type { ServerEvent } from './events.js';
import type { PersonalData, PersonalDataPage } from './personal-data.js';
import type { CreatedParty, JoinedParty, NewParty, ParticipantPage, PartyDetails, SocketTicket } from './parties.js';
import { problemOf, unreachable } from './problem.js';
import type { ChatMessage, Participant, PartySettings, QueuePage, Role } from './protocol.js';
import type { GuestSession, ServerConfig, Session } from './session.js';

/** How to reach a server and as whom. */
export interface HttpClientOptions {
  /** Origin of the server, without a path; the page's own origin by default. */
  baseUrl?: string;
  /** Reads the bearer token for each request; without it the session cookie speaks. */
  token?: () => string | null;
  /** How long one request may take, in ms. */
  timeoutMs?: number;
  /** Whether the session cookie travels; `include` for a server of another origin that allows it. */
  credentials?: RequestCredentials;
  fetch?: typeof fetch;
}

/** Calls a Matinee server. Every method rejects with a `ProblemError`. */
export class HttpClient {
  private readonly baseUrl: string;
  private readonly token: () => string | null;
  private readonly timeoutMs: number;
  private readonly credentials: RequestCredentials;
  private readonly fetch: typeof fetch;

  constructor(options: HttpClientOptions = {}) {
    this.baseUrl = (options.baseUrl ?? '').replace(/\/$/, '');
    this.token = options.token ?? (() => null);
    this.timeoutMs = options.timeoutMs ?? 10_000;
    this.credentials = options.credentials ?? 'same-origin';
    this.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  config(): Promise<ServerConfig> {
    return this.request('GET', '/api/v1/config');
  }

  /** The caller's session; 401 when there is none. */
  session(): Promise<Session> {
    return this.request('GET', '/api/v1/session');
  }

  /** Starts a session for someone without an account; 403 when guests are off. */
  createGuestSession(displayName: string): Promise<GuestSession> {
    return this.request('POST', '/api/v1/session/guest', { display_name: displayName });
  }

  /** Exchanges a bearer token for the session cookie. */
  createSession(bearerToken: string): Promise<void> {
    return this.request('POST', '/api/v1/session', undefined, bearerToken);
  }

  deleteSession(): Promise<void> {
    return this.request('DELETE', '/api/v1/session');
  }

  createParty(party: NewParty): Promise<CreatedParty> {
    return this.request('POST', '/api/v1/watch-parties', party);
  }

  /**
   * Joins by invite code or by an invitation's, in capitals or not, or by the id of a public party. Joining again keeps
   * the role. Rejects with a `WaitingToJoinError` where host or co-host have to let the caller in.
   */
  async joinParty(inviteCode: string, how: { password?: string } = {}): Promise<JoinedParty> {
    const { party_id, ws_url } = await this.askToJoin(inviteCode, how);
    if (ws_url === null) throw new WaitingToJoinError(party_id);
    return { party_id, ws_url };
  }

  /** Joins, or takes a place in the waiting room where there is one. */
  async askToJoin(inviteCode: string, how: { password?: string } = {}): Promise<JoinStanding> {
    const path = `/api/v1/watch-parties/${encodeURIComponent(inviteCode)}/join`;
    const body = how.password === undefined ? undefined : { password: how.password };
    const answer = await this.request<JoinedParty | JoinStanding>('POST', path, body);
    return 'state' in answer ? answer : { ...answer, state: 'admitted' };
  }

  /** Where the caller stands with a party; 404 where they neither have a seat nor wait for one. */
  joinStanding(partyId: string): Promise<JoinStanding> {
    return this.request('GET', partyPath(partyId, '/join-request'));
  }

  /** Leaves the waiting room. */
  withdrawJoinRequest(partyId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, '/join-request'));
  }

  /** Who waits, the longest waiting first. Host and co-hosts. */
  async joinRequests(partyId: string): Promise<JoinRequest[]> {
    return (await this.request<{ join_requests: JoinRequest[] }>('GET', partyPath(partyId, '/join-requests'))).join_requests;
  }

  /** Lets somebody in who waits, or was declined. Host and co-hosts. */
  admit(partyId: string, userId: string): Promise<void> {
    return this.request('PUT', partyPath(partyId, `/join-requests/${encodeURIComponent(userId)}`));
  }

  decline(partyId: string, userId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, `/join-requests/${encodeURIComponent(userId)}`));
  }

  /** Host and co-hosts. */
  createInvitation(partyId: string, invitation: NewInvitation = {}): Promise<Invitation> {
    return this.request('POST', partyPath(partyId, '/invitations'), invitation);
  }

  /** The newest first. Host and co-hosts. */
  async invitations(partyId: string): Promise<Invitation[]> {
    return (await this.request<{ invitations: Invitation[] }>('GET', partyPath(partyId, '/invitations'))).invitations;
  }

  /** It lets nobody in any more; who came by it stays. Host and co-hosts. */
  revokeInvitation(partyId: string, invitationId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, `/invitations/${encodeURIComponent(invitationId)}`));
  }

  /** Asked from now on of who comes by the code. 1-128 characters. Host only. */
  setPassword(partyId: string, password: string): Promise<void> {
    return this.request('PUT', partyPath(partyId, '/password'), { password });
  }

  removePassword(partyId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, '/password'));
  }

  /** Takes the role of the host back, for who created the party and did not hand it over. */
  async reclaimHost(partyId: string): Promise<void> {
    await this.request('POST', partyPath(partyId, '/reclaim'));
  }

  party(partyId: string): Promise<PartyDetails> {
    return this.request('GET', partyPath(partyId));
  }

  /** What people did in a party lately, as its members were told, the oldest first. */
  async feed(partyId: string): Promise<ServerEvent[]> {
    const answer = await this.request<{ events: ServerEvent[] }>('GET', partyPath(partyId, '/feed'));
    return answer.events;
  }

  async participants(partyId: string): Promise<Participant[]> {
    const answer = await this.request<{ participants: Participant[] }>('GET', partyPath(partyId, '/participants'));
    return answer.participants;
  }

  /** One page of a large party: `limit` is 1-1000, `after` is the `next` of the page before. */
  participantPage(partyId: string, page: { limit: number; after?: string }): Promise<ParticipantPage> {
    return this.request('GET', partyPath(partyId, `/participants?${queryText(page)}`));
  }

  leaveParty(partyId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, '/leave'));
  }

  endParty(partyId: string): Promise<void> {
    return this.request('POST', partyPath(partyId, '/end'));
  }

  /** Gives a role: `host` hands the party over. */
  setRole(partyId: string, userId: string, role: Role): Promise<void> {
    return this.request('PATCH', partyPath(partyId, `/participants/${encodeURIComponent(userId)}`), { role });
  }

  kick(partyId: string, userId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, `/participants/${encodeURIComponent(userId)}`));
  }

  /** Lifts a kick, so that the person can join again. */
  liftKick(partyId: string, userId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, `/kicks/${encodeURIComponent(userId)}`));
  }

  /** Whom the host keeps out, the last kicked first. Host only. */
  async kicks(partyId: string): Promise<KickedPerson[]> {
    return (await this.request<{ kicks: KickedPerson[] }>('GET', partyPath(partyId, '/kicks'))).kicks;
  }

  /** Replaces the invite code; resolves to the new one. The old one lets nobody in any more. Host only. */
  async rotateInviteCode(partyId: string): Promise<string> {
    return (await this.request<{ invite_code: string }>('POST', partyPath(partyId, '/invite-code'))).invite_code;
  }

  /** Changes what is named and leaves the rest; resolves to all settings. Host only. */
  updateSettings(partyId: string, change: Partial<PartySettings>): Promise<PartySettings> {
    return this.request('PATCH', partyPath(partyId, '/settings'), change);
  }

  /** What was said; without a query the newest. For everyone with a seat, also after the end. */
  messages(partyId: string, query: MessageQuery = {}): Promise<MessagePage> {
    return this.request('GET', partyPath(partyId, `/messages?${queryText(query)}`));
  }

  message(partyId: string, messageId: string): Promise<ChatMessage> {
    return this.request('GET', messagePath(partyId, messageId));
  }

  /** Says something, as the socket's `chat` does; 429 with `retryAfterMs` when it is too soon. */
  postMessage(partyId: string, message: NewMessage): Promise<ChatMessage> {
    return this.request('POST', partyPath(partyId, '/messages'), message);
  }

  /** Changes one's own message, up to 24 hours after it was written. */
  editMessage(partyId: string, messageId: string, edit: { message: string; mentions?: string[] }): Promise<ChatMessage> {
    return this.request('PATCH', messagePath(partyId, messageId), edit);
  }

  deleteMessage(partyId: string, messageId: string): Promise<void> {
    return this.request('DELETE', messagePath(partyId, messageId));
  }

  /** Tells host and co-hosts of a message. */
  reportMessage(partyId: string, messageId: string, reason = ''): Promise<void> {
    return this.request('POST', messagePath(partyId, messageId, '/report'), { reason });
  }

  /** The newest reports, for host and co-hosts. */
  async messageReports(partyId: string): Promise<MessageReport[]> {
    const answer = await this.request<{ reports: MessageReport[] }>('GET', partyPath(partyId, '/message-reports'));
    return answer.reports;
  }

  /** Keeps somebody from writing and reacting; without a duration until it is lifted. Host and co-host. */
  mute(partyId: string, userId: string, durationMs?: number): Promise<void> {
    const body = durationMs === undefined ? {} : { duration_ms: durationMs };
    return this.request('PUT', partyPath(partyId, `/mutes/${encodeURIComponent(userId)}`), body);
  }

  unmute(partyId: string, userId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, `/mutes/${encodeURIComponent(userId)}`));
  }

  /** Reactions along a clip, from `fromMs` on. */
  reactionLine(partyId: string, clipId: string, fromMs = 0): Promise<ReactionLine> {
    return this.request('GET', partyPath(partyId, `/reactions?${queryText({ clip_id: clipId, from_ms: fromMs })}`));
  }

  /** How the party was attended. Host and co-host; also when it has ended. */
  analytics(partyId: string): Promise<PartyAnalytics> {
    return this.request('GET', partyPath(partyId, '/analytics'));
  }

  createSocketTicket(partyId: string): Promise<SocketTicket> {
    return this.request('POST', partyPath(partyId, '/ws-ticket'));
  }

  /** Public parties that go on; without a session too, where the server admits guests. */
  publicParties(query: PublicPartiesQuery = {}): Promise<Page<PartyListing>> {
    return this.request('GET', `/api/v1/watch-parties/public?${queryText(query)}`);
  }

  /** Parties of friends that go on. */
  async friendsParties(): Promise<FriendsPartyListing[]> {
    return (await this.request<{ parties: FriendsPartyListing[] }>('GET', '/api/v1/watch-parties/friends')).parties;
  }

  /** Parties the caller took part in, the last joined first. */
  history(page: { limit?: number; after?: string } = {}): Promise<Page<Attendance>> {
    return this.request('GET', `/api/v1/watch-parties/history?${queryText(page)}`);
  }

  friends(): Promise<Friends> {
    return this.request('GET', '/api/v1/friends');
  }

  /** Asks somebody to be friends, or accepts where they had asked. */
  addFriend(userId: string): Promise<FriendState> {
    return this.request('PUT', `/api/v1/friends/${encodeURIComponent(userId)}`);
  }

  /** Ends a friendship, takes a request back, or declines one. */
  removeFriend(userId: string): Promise<void> {
    return this.request('DELETE', `/api/v1/friends/${encodeURIComponent(userId)}`);
  }

  /** Ends what there was, and hides their requests; they are not told. */
  block(userId: string): Promise<void> {
    return this.request('PUT', `/api/v1/blocks/${encodeURIComponent(userId)}`);
  }

  unblock(userId: string): Promise<void> {
    return this.request('DELETE', `/api/v1/blocks/${encodeURIComponent(userId)}`);
  }

  /** Everything the server keeps of the caller, however many pages of messages that is. 10 times an hour. */
  async exportData(): Promise<PersonalData> {
    let page = await this.request<PersonalDataPage>('GET', '/api/v1/me/export');
    const messages = [...page.messages];
    while (page.next !== null) {
      page = await this.request('GET', `/api/v1/me/export?${queryText({ after: page.next })}`);
      messages.push(...page.messages);
    }
    const { next: _, ...data } = page;
    return { ...data, messages };
  }

  /**
   * Deletes everything the server keeps of the caller: seats end, messages become deleted ones of nobody, the rest goes.
   * The session ends with it. Cannot be taken back.
   */
  deleteData(): Promise<void> {
    return this.request('DELETE', '/api/v1/me');
  }

  createClip(clip: NewClip): Promise<Clip> {
    return this.request('POST', '/api/v1/clips', clip);
  }

  clip(clipId: string): Promise<Clip> {
    return this.request('GET', `/api/v1/clips/${encodeURIComponent(clipId)}`);
  }

  /** The queue of a party: `limit` is 1-500, `after` is the `next` of the page before. */
  queue(partyId: string, page: { limit?: number; after?: string } = {}): Promise<QueuePage> {
    return this.request('GET', partyPath(partyId, `/queue?${queryText(page)}`));
  }

  /** Queues a clip, or all of a playlist; resolves to the ids of the new items. */
  async addToQueue(
    partyId: string,
    what: ({ clip_id: string; title?: string; duration_ms?: number } | { playlist_id: string }) & { before_id?: string },
  ): Promise<string[]> {
    const answer = await this.request<{ item_ids: string[] }>('POST', partyPath(partyId, '/queue'), what);
    return answer.item_ids;
  }

  removeFromQueue(partyId: string, itemId: string): Promise<void> {
    return this.request('DELETE', partyPath(partyId, `/queue/${encodeURIComponent(itemId)}`));
  }

  /** The caller's playlists, latest changed first. */
  async playlists(): Promise<PlaylistSummary[]> {
    const answer = await this.request<{ playlists: PlaylistSummary[] }>('GET', '/api/v1/playlists');
    return answer.playlists;
  }

  createPlaylist(playlist: { title: string; clip_ids?: string[]; shared?: boolean }): Promise<Playlist> {
    return this.request('POST', '/api/v1/playlists', playlist);
  }

  /** One of the caller's, or one that is shared. */
  playlist(playlistId: string): Promise<Playlist> {
    return this.request('GET', playlistPath(playlistId));
  }

  changePlaylist(playlistId: string, change: PlaylistChange): Promise<Playlist> {
    return this.request('PATCH', playlistPath(playlistId), change);
  }

  deletePlaylist(playlistId: string): Promise<void> {
    return this.request('DELETE', playlistPath(playlistId));
  }

  /** One request to any endpoint, with all that every call has: a deadline, the token, problems as `ProblemError`s. */
  async request<Answer>(method: string, path: string, body?: object, bearerToken?: string): Promise<Answer> {
    const token = bearerToken ?? this.token();
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token !== null) headers['Authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await this.fetch(this.baseUrl + path, {
      method,
      headers,
      credentials: this.credentials,
      signal: AbortSignal.timeout(this.timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw unreachable();
    });
    if (!response.ok) throw await problemOf(response);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}

function messagePath(partyId: string, messageId: string, rest = ''): string {
  return partyPath(partyId, `/messages/${encodeURIComponent(messageId)}${rest}`);
}

function queryText(query: object): URLSearchParams {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}

function playlistPath(playlistId: string): string {
  return `/api/v1/playlists/${encodeURIComponent(playlistId)}`;
}

function partyPath(partyId: string, rest = ''): string {
  return `/api/v1/watch-parties/${encodeURIComponent(partyId)}${rest}`;
}
