// One party as this page lives it: the connection, its state as signals, and what a person may do.
// Owns the PartyConnection; the video element is film/player.ts's business.

import {
  closeCodes,
  PartyConnection,
  ProblemError,
  unknownParty,
  type ChatMessage,
  type Clip,
  type Command,
  type ConnectionStatus,
  type PartyDetails,
  type PartyState,
  type Role,
  type ServerEvent,
} from '@matinee/sdk';
import { computed, effect, signal } from '@preact/signals';
import { api, session } from '../server';
import { problemText } from '../text';
import { notify } from '../ui/notices';
import { farewell, type Farewell } from './farewell';

/** A line in the chat: what someone wrote, or what happened. */
export type ChatLine = { kind: 'message'; message: ChatMessage } | { kind: 'happening'; id: string; text: string };

/** A reaction on its way up the picture. */
export interface FloatingReaction {
  id: number;
  emoji: string;
}

const notConnected = 'Not connected right now. Try again in a moment.';
const mostChatLines = 300;
const mostFloating = 24;
/** As long as the animation in floating-reactions.css. */
const floatingMs = 2600;

/** A running party. Create it with what joining told, `close()` it when the view goes. */
export class Party {
  readonly connection: PartyConnection;
  readonly status = signal<ConnectionStatus>({ kind: 'connecting' });
  readonly state = signal<PartyState>(unknownParty);
  readonly chat = signal<readonly ChatLine[]>([]);
  readonly floating = signal<readonly FloatingReaction[]>([]);
  /** What the party plays; null while unknown or nothing. */
  readonly clip = signal<Clip | null>(null);
  /** Why the clip cannot be shown; empty when it can. */
  readonly clipProblem = signal('');
  /** Set once, when there is no way back in. */
  readonly over = signal<Farewell | null>(null);

  readonly clipId = computed(() => this.state.value.playback?.clipId ?? null);
  /** Clip time per real time, 1 for normal speed. */
  readonly rate = computed(() => this.state.value.playback?.rate ?? 1);
  readonly playing = computed(() => this.state.value.playback?.playing ?? false);
  /** Also true while the party stands only because it waits for someone. */
  readonly meantToPlay = computed(() => this.playing.value || this.state.value.waiting !== null);
  readonly myRole = computed<Role>(() => this.findMe()?.role ?? this.details.role);
  readonly isHost = computed(() => this.myRole.value === 'host');
  readonly canControl = computed(() => this.myRole.value !== 'viewer');

  private readonly cleanups: (() => void)[] = [];
  private nextId = 1;

  constructor(
    readonly details: PartyDetails,
    socketUrl: string,
  ) {
    this.connection = new PartyConnection({ url: socketUrl, refusal: () => this.refusal() });
    this.connection.on('status', (status) => this.onStatus(status));
    this.connection.on('state', (state) => (this.state.value = state));
    this.connection.on('event', (event) => this.onEvent(event));
    this.cleanups.push(effect(() => void this.loadClip(this.clipId.value)));
  }

  get myId(): string {
    return session.value?.user_id ?? '';
  }

  close(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    this.connection.close();
  }

  /** Sends a command, or says that it could not be sent. */
  send(command: Command): void {
    if (!this.connection.send(command)) notify(notConnected, 'problem');
  }

  /** Sends a reaction to what is seen now. */
  react(emoji: string): void {
    if (this.status.peek().kind === 'open') this.connection.react(emoji);
    else notify(notConnected, 'problem');
  }

  /** Adds a film to the catalogue and starts it for everyone. */
  async playFilm(film: { title: string; url: string; duration_ms?: number | null }): Promise<void> {
    const { title, url, duration_ms } = film;
    const clip = await api.createClip({ title, url, ...(duration_ms == null ? {} : { duration_ms }) });
    this.send({ type: 'skip', clip_id: clip.id });
  }

  async leave(): Promise<void> {
    await api.leaveParty(this.details.id);
    this.finish(farewell.left());
  }

  private findMe() {
    return this.state.value.participants.find((participant) => participant.user_id === this.myId);
  }

  private onStatus(status: ConnectionStatus): void {
    this.status.value = status;
    if (status.kind === 'closed') this.finish(farewellOfClose(status.code, status.reason));
  }

  private onEvent(event: ServerEvent): void {
    switch (event.type) {
      case 'chat_message':
        return this.addLine({ kind: 'message', message: event.chat_message });
      case 'reaction':
        return this.float(event.reaction.emoji);
      case 'reactions':
        return event.reactions.forEach(({ emoji, count }) => {
          for (let n = 0; n < count; ++n) this.float(emoji);
        });
      case 'participant-joined':
        if (event.participant.user_id === this.myId) return;
        return this.tell(`${event.participant.display_name} is here`);
      case 'participant-left':
        return this.tell(`${event.participant.display_name} ${departure(event.reason)}`);
      case 'role-changed':
        return this.tellRole(event.user_id, event.role);
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
    if (userId === this.myId) notify(`You are ${text} now.`);
    const name = this.state.value.participants.find((participant) => participant.user_id === userId)?.display_name;
    if (name !== undefined) this.tell(`${name} is ${text} now`);
  }

  private tell(text: string): void {
    this.addLine({ kind: 'happening', id: `happening-${this.nextId++}`, text });
  }

  private addLine(line: ChatLine): void {
    this.chat.value = [...this.chat.value, line].slice(-mostChatLines);
  }

  private float(emoji: string): void {
    const id = this.nextId++;
    this.floating.value = [...this.floating.value, { id, emoji }].slice(-mostFloating);
    setTimeout(() => {
      this.floating.value = this.floating.value.filter((reaction) => reaction.id !== id);
    }, floatingMs);
  }

  private async loadClip(clipId: string | null): Promise<void> {
    this.clipProblem.value = '';
    if (clipId === null || clipId === this.clip.peek()?.id) return;
    this.clip.value = null;
    try {
      const clip = await api.clip(clipId);
      if (this.clipId.peek() === clipId) this.clip.value = clip;
    } catch (error) {
      if (this.clipId.peek() !== clipId) return;
      const unknown = error instanceof ProblemError && error.status === 404;
      this.clipProblem.value = unknown ? `This page does not know the clip “${clipId}”.` : problemText(error);
    }
  }

  /** A browser hides why a socket was refused; HTTP tells. */
  private async refusal(): Promise<{ code: number; reason: string } | null> {
    try {
      const { status } = await api.party(this.details.id);
      return status === 'ended' ? { code: closeCodes.partyEnded, reason: '' } : null;
    } catch (error) {
      const lasting = error instanceof ProblemError && [401, 403, 404].includes(error.status);
      return lasting ? { code: error.status, reason: error.code } : null;
    }
  }

  private finish(last: Farewell): void {
    if (this.over.value !== null) return;
    this.over.value = last;
    this.connection.close();
  }
}

function departure(reason: string | undefined): string {
  if (reason === 'kicked') return 'was removed';
  return reason === 'disconnected' ? 'lost the connection' : 'left';
}

function farewellOfClose(code: number, reason: string): Farewell {
  switch (code) {
    case closeCodes.partyEnded:
    case 404:
      return farewell.ended();
    case closeCodes.kicked:
      return farewell.kicked();
    case closeCodes.participantLimit:
      return farewell.full();
    case closeCodes.leftParty:
      return farewell.left();
    case 401:
      return farewell.signedOut();
    case 403:
      return reason === 'KICKED' ? farewell.kicked() : farewell.left();
    case closeCodes.abuse:
      return farewell.stopped(reason);
    default:
      return farewell.lost();
  }
}
