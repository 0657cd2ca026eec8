// One party as this page lives it: the connection, its state as signals, and what a person may do.
// Owns the PartyConnection; the video element is film/player.ts's business.

import {
  mayControl,
  PartyConnection,
  unknownParty,
  type Clip,
  type Command,
  type ConnectionStatus,
  type JoinRequest,
  type PartyDetails,
  type PartyState,
  type Person,
  type ReactionCount,
  type Role,
  type ServerEvent,
} from '@matinee/sdk';
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { Floating } from '../film/floating';
import { ReactionHeat } from '../film/reaction-heat';
import { filmLength } from '../queue/film-length';
import { PartyQueue } from '../queue/party-queue';
import { Conversation } from '../room/conversation';
import { Feed } from '../room/feed';
import { JoinRequests } from '../room/join-requests';
import { Quotes } from '../room/quotes';
import { Reports } from '../room/reports';
import { SpoilerGuard } from '../room/spoiler-guard';
import { Typists } from '../room/typists';
import { retried } from '../retried';
import { api, session } from '../server';
import { notify } from '../ui/notices';
import { keepPreference, readPreference } from '../ui/preferences';
import { CurrentClip } from './current-clip';
import { farewell, farewellOfClose, type Farewell } from './farewell';

const notConnected = 'Not connected right now. Try again in a moment.';
const mostRemoved = 50;
const mostWishes = 10;
/** Up to here a film is at its beginning, in ms. */
const beginningMs = 500;

/** A film that is not in the catalogue yet. */
export interface NewFilm {
  title: string;
  url: string;
  duration_ms?: number | null;
}

/** A running party. Create it with what joining told, `close()` it when the view goes; that closes the line, too. */
export class Party {
  readonly status = signal<ConnectionStatus>({ kind: 'connecting' });
  readonly state = signal<PartyState>(unknownParty);
  readonly conversation: Conversation;
  readonly queue: PartyQueue;
  readonly guard = new SpoilerGuard(readPreference('noSpoilers', false));
  readonly quotes: Quotes;
  readonly heat: ReactionHeat;
  readonly typists: Typists;
  readonly floating = new Floating();
  /** Those who asked for control, the first first; answered or put away they are gone. */
  readonly controlWishes = signal<readonly Person[]>([]);
  /** Lets in whoever has it; the host may replace it. */
  readonly inviteCode: Signal<string>;
  /** Those the host keeps out, who may be let back in; known to the host alone. */
  readonly removed = signal<readonly Person[]>([]);
  /** What was reported; known to the host and co-hosts. */
  readonly reports: Reports;
  /** Those who wait to be let in, the longest waiting first; known to the host and co-hosts. */
  readonly joinRequests: ReadonlySignal<readonly JoinRequest[]>;
  /** This person created the party, is not its host, and may be again. */
  readonly mayReclaim: Signal<boolean>;
  /** What the party plays; null while unknown or nothing. */
  readonly clip: ReadonlySignal<Clip | null>;
  /** Why the clip cannot be shown; empty when it can. */
  readonly clipProblem: ReadonlySignal<string>;
  /** Set once, when there is no way back in. */
  readonly over = signal<Farewell | null>(null);

  /** Until the socket tells, the film of the details: it loads while the line is still being opened. */
  readonly clipId = computed(() => {
    const { playback } = this.state.value;
    return playback === null ? this.details.current_clip_id : playback.clipId;
  });
  /** Clip time per real time, 1 for normal speed. */
  readonly rate = computed(() => this.state.value.playback?.rate ?? 1);
  readonly playing = computed(() => this.state.value.playback?.playing ?? false);
  /** Also true while the party stands only because it waits for someone. */
  readonly meantToPlay = computed(() => this.playing.value || this.state.value.waiting !== null);
  /** A film is chosen, and the server has told that it stands. */
  readonly stands = computed(() => this.state.value.playback !== null && this.clipId.value !== null && !this.meantToPlay.value);
  /** It stands where it begins. */
  readonly atBeginning = computed(() => this.stands.value && (this.state.value.playback?.positionMs ?? 0) <= beginningMs);
  /** How many people have the party open. */
  readonly hereCount = computed(
    () => this.state.value.connectedCount ?? this.state.value.participants.filter((person) => person.is_active).length,
  );
  /** Nobody else has a seat. */
  readonly alone = computed(() => this.state.value.participants.length < 2);
  readonly me = computed(() => this.state.value.participants.find((participant) => participant.user_id === this.myId));
  readonly myRole = computed<Role>(() => this.me.value?.role ?? this.details.role);
  readonly isHost = computed(() => this.myRole.value === 'host');
  readonly isHostOrCoHost = computed(() => this.myRole.value !== 'viewer');
  /** Play, pause, seek and the like, by role and the setting `control_by`. */
  readonly canControl = computed(() => mayControl(this.myRole.value, this.state.value.settings));

  private readonly currentClip = new CurrentClip((clipId) => api.clip(clipId));
  private readonly waitingRoom: JoinRequests;
  private readonly cleanups: (() => void)[] = [];
  private wasOpen = false;

  constructor(
    readonly details: PartyDetails,
    readonly connection: PartyConnection,
  ) {
    this.inviteCode = signal(details.invite_code);
    this.mayReclaim = signal(details.may_reclaim ?? false);
    this.clip = this.currentClip.clip;
    this.clipProblem = this.currentClip.problem;
    this.waitingRoom = new JoinRequests({
      list: () => api.joinRequests(details.id),
      admit: (userId) => api.admit(details.id, userId),
      decline: (userId) => api.decline(details.id, userId),
    });
    this.joinRequests = this.waitingRoom.waiting;
    this.reports = new Reports(() => api.messageReports(details.id));
    const feed = () => new Feed(this.myId, (userId) => this.nameOf(userId) ?? this.nameOfWaiting(userId));
    this.conversation = new Conversation(feed(), {
      messages: (query) => api.messages(details.id, query),
      happenings: { events: () => api.feed(details.id), feed },
    });
    this.quotes = new Quotes((id) => this.conversation.find(id), (id) => api.message(details.id, id));
    this.typists = new Typists(this.myId);
    this.heat = new ReactionHeat((clipId, fromMs) => api.reactionLine(details.id, clipId, fromMs));
    this.queue = new PartyQueue(this);
    connection.on('status', (status) => this.onStatus(status));
    connection.on('state', (state) => (this.state.value = state));
    connection.on('event', (event) => this.onEvent(event));
    // What the line told before; a message said meanwhile is in what an open line has the conversation catch up with.
    this.state.value = connection.state;
    this.onStatus(connection.status);
    this.cleanups.push(effect(() => this.currentClip.load(this.clipId.value)), () => this.currentClip.close());
    this.cleanups.push(effect(() => void this.heat.load(this.clipId.value)));
    this.cleanups.push(effect(() => void (this.isHost.value && this.loadRemoved())));
    // Anew after every interruption: what happened meanwhile was told to others.
    this.cleanups.push(effect(() => void (this.isHostOrCoHost.value && this.status.value.kind === 'open' && this.waitingRoom.load())));
    this.cleanups.push(() => this.waitingRoom.close());
    this.cleanups.push(effect(() => void (this.isHostOrCoHost.value && this.status.value.kind === 'open' && this.reports.load())));
    this.cleanups.push(() => this.reports.close());
  }

  get myId(): string {
    return session.value?.user_id ?? '';
  }

  close(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    this.typists.close();
    this.queue.close();
    this.connection.close();
  }

  /** Where this screen's own film is, in ms; null while there is none. Set by who plays it. */
  ownPositionMs: () => number | null = () => null;

  keepSpoilersBack(enabled: boolean): void {
    keepPreference('noSpoilers', enabled);
    this.guard.enabled.value = enabled;
  }

  /** Whether this person may mute someone and delete what they said: the host everyone, co-hosts the viewers. */
  mayModerate(userId: string): boolean {
    const role = this.state.value.participants.find((one) => one.user_id === userId)?.role ?? 'viewer';
    return this.isHost.value ? userId !== this.myId : this.isHostOrCoHost.value && role === 'viewer';
  }

  isMuted(userId: string): boolean {
    return this.state.value.participants.find((one) => one.user_id === userId)?.muted === true;
  }

  /** Sends a command, or says that it could not be sent. True if it was. */
  send(command: Command): boolean {
    const sent = this.connection.send(command);
    if (!sent) notify(notConnected, 'problem');
    return sent;
  }

  /** Sends a reaction to what is seen now. */
  react(emoji: string): void {
    if (this.status.peek().kind === 'open') this.connection.react(emoji);
    else notify(notConnected, 'problem');
  }

  /** Whether the others should go on without waiting for this person's film. */
  ignoreWait(ignore: boolean): void {
    this.send({ type: 'ignore-wait', ignore });
    // Large parties are not told of each other's wishes one by one; the full state has one's own.
    this.send({ type: 'sync-request' });
  }

  /** The question is answered, or put away. */
  forgetControlWish(userId: string): void {
    this.controlWishes.value = this.withoutWish(userId);
  }

  private withoutWish(userId: string): Person[] {
    return this.controlWishes.peek().filter((person) => person.user_id !== userId);
  }

  /** Lets someone back in who was removed. */
  letBackIn({ user_id }: Person): void {
    this.send({ type: 'lift-kick', user_id });
    this.removed.value = this.removed.value.filter((person) => person.user_id !== user_id);
  }

  /** Adds a film to the catalogue and puts it on for everyone: playing, or standing at its beginning. */
  async putOn(film: NewFilm, start: 'now' | 'later'): Promise<void> {
    const clip = await this.catalogue(film);
    this.send({ type: 'skip', clip_id: clip.id });
    // A skip plays; stopped before its start takes effect, it has not moved.
    if (start === 'later') this.send({ type: 'pause' });
  }

  /** Adds a film to the catalogue, with its length if that can be learnt. */
  async catalogue({ title, url, duration_ms }: NewFilm): Promise<Clip> {
    const lengthMs = duration_ms ?? (await filmLength(url));
    return api.createClip({ title, url, ...(lengthMs === null ? {} : { duration_ms: lengthMs }) });
  }

  /** Lets somebody in who waits, or sends them away. */
  answerJoinRequest(request: JoinRequest, answer: 'admit' | 'decline'): Promise<void> {
    return this.waitingRoom.answer(request, answer);
  }

  /** Asks anew for the film that plays, where that failed. */
  retryClip(): void {
    this.currentClip.retry();
  }

  async leave(): Promise<void> {
    await api.leaveParty(this.details.id);
    this.finish(farewell.left());
  }

  private onStatus(status: ConnectionStatus): void {
    this.status.value = status;
    if (status.kind === 'open') this.onOpen();
    if (status.kind === 'closed') this.finish(farewellOfClose(status.code, status.reason));
  }

  /** What was said, and what became of it, while the line was not open was told to others. */
  private onOpen(): void {
    void this.conversation.catchUp();
    this.quotes.renew();
    this.typists.forgetAll();
    this.currentClip.retry();
    if (this.wasOpen) void this.refreshDetails();
    this.wasOpen = true;
  }

  /** What was told while nobody listened, and is in no state that a socket asks for. */
  private async refreshDetails(): Promise<void> {
    const codeBefore = this.inviteCode.peek();
    const details = await retried(() => api.party(this.details.id)).catch(() => null);
    if (details === null) return;
    // A code told meanwhile is the newer one.
    if (this.inviteCode.peek() === codeBefore) this.inviteCode.value = details.invite_code;
    this.mayReclaim.value = (details.may_reclaim ?? false) && !this.isHost.peek();
  }

  private onEvent(event: ServerEvent): void {
    this.conversation.hear(event);
    this.quotes.hear(event);
    this.typists.hear(event);
    this.waitingRoom.hear(event);
    this.reports.hear(event);
    switch (event.type) {
      case 'reaction':
        return this.floatAt(event.clip_id, event.reaction.video_timestamp, [{ emoji: event.reaction.emoji, count: 1 }]);
      case 'reactions':
        return this.floatAt(event.clip_id, event.video_timestamp, event.reactions);
      case 'message-reported':
        return notify(`A message of ${event.chat_message.display_name} was reported: “${event.chat_message.message}”`);
      case 'participant-joined':
        return this.forgetRemoved(event.participant.user_id);
      case 'participant-left':
        if (event.reason === 'kicked') this.rememberRemoved(event.participant);
        if (event.reason !== 'disconnected') this.forgetControlWish(event.participant.user_id);
        return;
      case 'role-changed':
        this.forgetControlWish(event.user_id);
        return this.tellRole(event.user_id, event.role);
      case 'control-asked':
        if (event.by.user_id !== this.myId) this.controlWishes.value = [...this.withoutWish(event.by.user_id), event.by].slice(-mostWishes);
        return;
      case 'invite-code-changed':
        this.inviteCode.value = event.invite_code;
        return;
      case 'party-ended':
        return this.finish(farewell.ended());
      case 'error':
        return notify(event.message, 'problem');
      default:
        return;
    }
  }

  private tellRole(userId: string, role: Role): void {
    const text = { host: 'the host', 'co-host': 'a co-host', viewer: 'a viewer' }[role];
    if (userId !== this.myId) return;
    if (role === 'host') this.mayReclaim.value = false;
    notify(`You are ${text} now.`);
  }

  nameOf(userId: string): string | undefined {
    return this.state.peek().participants.find((participant) => participant.user_id === userId)?.display_name;
  }

  private nameOfWaiting(userId: string): string | undefined {
    return this.joinRequests.peek().find((request) => request.user_id === userId)?.display_name;
  }

  private rememberRemoved({ user_id, display_name }: Person): void {
    this.forgetRemoved(user_id);
    this.removed.value = [...this.removed.value, { user_id, display_name }].slice(-mostRemoved);
  }

  /** Those kicked before this page came, or by an earlier host. */
  private async loadRemoved(): Promise<void> {
    // Who can't be listed now may still be let back in by whoever saw them go; the next host asks again.
    const kicked = await api.kicks(this.details.id).catch(() => []);
    const here = this.removed.peek();
    const earlier = kicked.reverse().filter(({ user_id }) => !here.some((person) => person.user_id === user_id));
    this.removed.value = [...earlier, ...here].slice(-mostRemoved);
  }

  private forgetRemoved(userId: string): void {
    this.removed.value = this.removed.value.filter((person) => person.user_id !== userId);
  }

  /** Reactions to a moment this screen has not reached wait for it, where that is wished for. */
  private floatAt(clipId: string | null, seconds: number, reactions: readonly ReactionCount[]): void {
    this.heat.add(clipId, seconds * 1000, reactions);
    this.guard.whenReached({ clip_id: clipId, position_ms: seconds * 1000 }, () => {
      for (const { emoji, count } of reactions) this.floating.rise(emoji, count);
    });
  }

  private finish(last: Farewell): void {
    if (this.over.value !== null) return;
    this.over.value = last;
    this.connection.close();
  }
}
