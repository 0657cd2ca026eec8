// What a client knows of its party, and the pure function that advances it by one event.
// Decides here: which events are news, which are echoes, and when something was missed. No socket, no clock.

import { anchorOf, type PlaybackAnchor } from './playback.js';
import {
  defaultPartySettings,
  queueAfter,
  type Participant,
  type ParticipantEvent,
  type ParticipantStatusEvent,
  type PartySettings,
  type PlaybackFields,
  type PresenceEvent,
  type Queue,
  type QueueChangedEvent,
  type ReadyCheck,
  type ServerEvent,
  type SkipVotes,
  type Waiting,
} from './protocol.js';

/** A party as last told by the server. Immutable: every event yields a new value. */
export interface PartyState {
  /** Null until the first event. */
  playback: PlaybackAnchor | null;
  /**
   * Whether the event `playback` was taken from said when it takes effect. Events in passing don't: heard first, shortly
   * before a start, they look as if the film moved already; the next full state of the same revision puts that right.
   */
  playbackIsWhole: boolean;
  /** Everyone who has a seat, or, in a large party, those the server has named. */
  participants: readonly Participant[];
  /** How many seats were taken at the last full state, where not all are listed; null where the list is whole. */
  participantCount: number | null;
  /** How many people are connected, where that is told as a number; null where the list says it. */
  connectedCount: number | null;
  settings: PartySettings;
  /** Whom the party stands for although it is meant to play; null while it waits for nobody. */
  waiting: Waiting | null;
  /** The open ready check; null when there is none. */
  readyCheck: ReadyCheck | null;
  /** The server time (Unix ms) of a scheduled start; null when there is none. */
  startAtMs: number | null;
  /** What plays next, or the beginning of a long list; null until it was told, or from an older server. */
  queue: Queue | null;
  /** How the vote to skip stands; null until it was told. */
  skipVotes: SkipVotes | null;
  epoch: number | null;
  /** -1 until the first event. */
  revision: number;
  ended: boolean;
}

/** The result of one event: the next state, and whether to ask the server for the full one. */
export interface Advance {
  state: PartyState;
  /** True when a revision is missing or the epoch is new: send a sync-request. */
  missed: boolean;
}

/** A party nothing is known of yet. */
export const unknownParty: PartyState = {
  playback: null,
  playbackIsWhole: false,
  participants: [],
  participantCount: null,
  connectedCount: null,
  settings: defaultPartySettings,
  waiting: null,
  readyCheck: null,
  startAtMs: null,
  queue: null,
  skipVotes: null,
  epoch: null,
  revision: -1,
  ended: false,
};

/**
 * Applies one event. Each revision is applied once: an event of the current revision changes no playback, an older
 * one is ignored. A gap or a new epoch asks for a full sync, unless the event is that full sync.
 */
export function advance(state: PartyState, event: ServerEvent): Advance {
  const position = locate(state, event);
  const isAnswer = event.type === 'sync' && event.participants !== undefined;
  const isWhole = event.effective_at_ms !== undefined;
  const isNews = position === 'newer' || position === 'other-epoch' || position === 'gap';
  const playback =
    isNews || (position === 'same' && isWhole && !state.playbackIsWhole)
      ? { playback: anchorOf(event), playbackIsWhole: isWhole, epoch: event.epoch, revision: event.revision }
      : {};
  const next =
    position === 'older' ? state : changed(state, { ...playback, ...fullStateChange(event), ...change(state, event) });
  const ended = next.ended || event.type === 'party-ended';
  return {
    state: ended === next.ended ? next : { ...next, ended },
    missed: !isAnswer && (position === 'gap' || position === 'other-epoch' || missedOfQueue(state, event)),
  };
}

type Location = 'newer' | 'gap' | 'same' | 'older' | 'other-epoch' | 'unversioned';

function locate(state: PartyState, event: PlaybackFields): Location {
  if (typeof event.revision !== 'number' || event.epoch === undefined) return 'unversioned';
  if (state.epoch === null) return 'newer';
  if (state.epoch !== event.epoch) return 'other-epoch';
  if (event.revision === state.revision) return 'same';
  if (event.revision < state.revision) return 'older';
  return event.revision === state.revision + 1 ? 'newer' : 'gap';
}

/** What full-state events say beyond the anchor. The list of those waited for changes without a new revision. */
function fullStateChange(event: PlaybackFields): Partial<PartyState> {
  return {
    ...(event.waiting === undefined ? {} : { waiting: event.waiting }),
    ...(event.start_at_ms === undefined ? {} : { startAtMs: event.start_at_ms }),
  };
}

/** What one type of event says. */
function change(state: PartyState, event: ServerEvent): Partial<PartyState> {
  switch (event.type) {
    case 'sync':
      return {
        ...(event.participants === undefined ? {} : roster(event.participants, event.participant_count)),
        ...(event.settings === undefined ? {} : { settings: event.settings }),
        ...(event.ready_check === undefined ? {} : { readyCheck: event.ready_check }),
        ...(event.queue === undefined ? {} : { queue: newestQueue(state.queue, event.queue) }),
        ...(event.skip_votes === undefined ? {} : { skipVotes: event.skip_votes }),
      };
    case 'settings-changed':
      return { settings: event.settings };
    case 'queue-changed':
      return withQueueChange(state, event);
    case 'skip-votes':
      return { skipVotes: event.skip_votes };
    case 'skip':
      return withoutVotes(state);
    case 'undo':
      return event.undone === 'skip' ? withoutVotes(state) : {};
    case 'start-cancelled':
      return { startAtMs: null };
    case 'ready-check':
      return { readyCheck: event.ready_check.state === 'open' ? event.ready_check : null };
    case 'participant-status':
      return { participants: withStatus(state.participants, event) };
    case 'participant-joined':
      return { participants: withArrival(state.participants, event) };
    case 'participant-left':
      return { participants: withDeparture(state.participants, event) };
    case 'presence':
      return withPresence(state, event);
    case 'mute-changed':
      return { participants: update(state.participants, event.user_id, mute(event.muted, event.until_ms)) };
    case 'role-changed':
      return { participants: update(state.participants, event.user_id, { role: event.role }) };
    default:
      return {};
  }
}

/** What is known already of the same queue may be more than the beginning that a full state has. */
function newestQueue(known: Queue | null, { revision, loop, current, items, total }: Queue): Queue {
  const knowsMore = known !== null && known.revision === revision && known.items.length >= items.length;
  return knowsMore ? known : { revision, loop, current, items, total };
}

function withQueueChange(state: PartyState, event: QueueChangedEvent): Partial<PartyState> {
  const next = state.queue === null ? null : queueAfter(state.queue, event);
  return next === null ? {} : { queue: next };
}

function missedOfQueue({ queue }: PartyState, event: ServerEvent): boolean {
  return event.type === 'queue-changed' && queue !== null && queueAfter(queue, event) === null;
}

/** A new clip begins without votes, and nobody is told so. */
function withoutVotes({ skipVotes }: PartyState): Partial<PartyState> {
  return skipVotes === null || skipVotes.votes === 0 ? {} : { skipVotes: { ...skipVotes, votes: 0 } };
}

/** Takes over the whole of a queue, asked for over HTTP; an older one than is known changes nothing. */
export function withWholeQueue(state: PartyState, queue: Queue): PartyState {
  const older = state.queue !== null && queue.revision < state.queue.revision;
  return older ? state : { ...state, queue };
}

/** A mute has come to its end, which nobody is told. */
export function withoutMute(state: PartyState, userId: string): PartyState {
  const isMuted = state.participants.some(({ user_id, muted }) => user_id === userId && muted === true);
  return isMuted ? { ...state, participants: update(state.participants, userId, mute(false)) } : state;
}

function mute(muted: boolean, untilMs: number | null = null): Pick<Participant, 'muted' | 'muted_until_ms'> {
  return { muted, muted_until_ms: untilMs };
}

/** The same value when nothing is different, so that listeners hear of changes only. */
function changed(state: PartyState, change: Partial<PartyState>): PartyState {
  const keys = Object.keys(change) as (keyof PartyState)[];
  return keys.every((key) => state[key] === change[key]) ? state : { ...state, ...change };
}

function withStatus(participants: readonly Participant[], event: ParticipantStatusEvent): readonly Participant[] {
  const { user_id, buffering, ready, ignore_wait } = event;
  const status = { buffering, ready, ...(ignore_wait === undefined ? {} : { ignore_wait }) };
  return update(participants, user_id, status);
}

function withArrival(participants: readonly Participant[], event: ParticipantEvent): readonly Participant[] {
  const { user_id, display_name, avatar_url = null, role, muted, muted_until_ms } = event.participant;
  const told = muted === undefined ? {} : mute(muted, muted_until_ms);
  const arrival = { display_name, avatar_url, role, is_active: true, ...told };
  return participants.some((participant) => participant.user_id === user_id)
    ? update(participants, user_id, arrival)
    : [...participants, { user_id, last_sync: null, ...arrival }];
}

/** Where everyone is listed, the list is the count. */
function roster(participants: readonly Participant[], count: number | undefined): Partial<PartyState> {
  const whole = count === undefined || count <= participants.length;
  return { participants, participantCount: whole ? null : count, ...(whole ? { connectedCount: null } : {}) };
}

/** Those named in passing are not added: a list of everyone who ever came by would have no bound. */
function withPresence(state: PartyState, event: PresenceEvent): Partial<PartyState> {
  const gone = new Set(event.left_sample.map(({ user_id }) => user_id));
  const come = new Set(event.joined_sample.map(({ user_id }) => user_id));
  const participants = state.participants.map((participant) => {
    if (gone.has(participant.user_id)) return { ...participant, is_active: false };
    return come.has(participant.user_id) ? { ...participant, is_active: true } : participant;
  });
  return { participants, connectedCount: event.connected };
}

function withDeparture(participants: readonly Participant[], event: ParticipantEvent): readonly Participant[] {
  const userId = event.participant.user_id;
  return event.reason === 'left' || event.reason === 'kicked'
    ? participants.filter((participant) => participant.user_id !== userId)
    : update(participants, userId, { is_active: false });
}

function update(participants: readonly Participant[], userId: string, change: Partial<Participant>): readonly Participant[] {
  return participants.map((participant) =>
    participant.user_id === userId ? { ...participant, ...change } : participant,
  );
}
