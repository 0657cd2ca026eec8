// What happened in a party, said in sentences. Turns the server's events into lines; keeps only what a sentence needs of
// earlier ones. No clock, no signals: times are the server's, from the events.

import {
  isLivePosition,
  type Actor,
  type JoinRequestAnsweredEvent,
  type MuteChangedEvent,
  type PartySettings,
  type Person,
  type PlaybackChangeEvent,
  type ReadyCheckEvent,
  type Role,
  type SeekEvent,
  type ServerEvent,
  type UndoEvent,
  type Waiting,
} from '@matinee/sdk';
import { rateText } from '../film/rates';
import { queueChangeText } from '../queue/queue-feed';
import { clockText, listText } from '../text';
import { settingsChangeText } from './settings-text';
import { timeOfDay } from './start-time';

/** One thing that happened. */
export interface FeedLine {
  text: string;
  /** True when it takes the place of the line before, which it continues. */
  continues: boolean;
}

/** A wait shorter than this is over before anyone has read of it, in ms. */
const notableWaitMs = 1000;
/** Jumps of one person within this time are one search for a place, in ms. */
const searchMs = 10_000;
/** Up to here a film is at its beginning, in ms. */
const beginningMs = 1000;
/** A start closer than this is told as a countdown, in ms. */
const countdownMs = 90_000;

interface Wait {
  sinceMs: number;
  /** It was heard how it began, so that it is known how long it is. */
  fromBeginning: boolean;
  /** Everyone it has been for, by id, and when each was first and last among those waited for. */
  people: Map<string, { person: Person; fromMs: number; toMs: number }>;
  /** The ids in the last event. */
  now: Set<string>;
}

interface Jump {
  by: Actor | undefined;
  fromMs: number;
  atMs: number;
}

/** Tells one party's events in the order they come. */
export class Feed {
  private wait: Wait | null = null;
  private jump: Jump | null = null;
  /** Whether the last seek or skip is undone; null while neither was heard. */
  private undone: boolean | null = null;
  /** An undo was heard while that was not known. */
  private undidUnknown = false;
  /** Who has put on a film and done nothing with it since. */
  private chosenBy: string | null = null;
  private clipId: string | null = null;
  private settings: PartySettings | null = null;
  private startAtMs: number | null = null;
  private openCheckUntilMs: number | null = null;
  /** Names of those who wait to be let in. */
  private readonly waiting = new Map<string, string>();

  /** `nameOf` finds the display name of someone the events name by id only. */
  constructor(
    private readonly myId: string,
    private readonly nameOf: (userId: string) => string | undefined,
  ) {}

  /** The line was cut: what was going on may be over, and what was done last may have been something else. */
  interrupted(): void {
    this.wait = null;
    this.jump = null;
    this.chosenBy = null;
    this.undone = null;
    this.undidUnknown = false;
  }

  /** Takes over what a feed knows that was told of the time before this one listened (again). */
  learnFrom(past: Feed): void {
    if (this.undone === null && !this.undidUnknown) this.undone = past.undone;
  }

  /** The lines of one event, oldest first; mostly none or one. */
  tell(event: ServerEvent): FeedLine[] {
    const lines: FeedLine[] = [];
    const say = (text: string | null) => {
      if (text !== null) lines.push({ text, continues: false });
    };
    if (event.type === 'seek') lines.push(this.tellJump(event));
    else say(this.tellOther(event));
    say(this.tellWait(event));
    this.remember(event);
    return lines;
  }

  private tellOther(event: ServerEvent): string | null {
    switch (event.type) {
      case 'play':
        return this.tellPlay(event);
      case 'pause':
        return this.isGathering(event) ? null : `${this.who(event.by)} paused${isLivePosition(event.position_ms) ? '' : ` at ${placeText(event.position_ms)}`}`;
      case 'skip':
        // What the queue put on by itself is told with what happened to the queue.
        if (event.by === null) return null;
        return `${this.who(event.by)} ${this.clipId === null ? 'chose a film' : 'put on another film'}`;
      case 'queue-changed':
        return queueChangeText(event, this.who(event.by));
      case 'rate':
        return `${this.who(event.by)} set the speed to ${rateText(event.rate)}`;
      case 'undo':
        return this.tellUndo(event);
      case 'settings-changed':
        return `${this.who(event.by)} changed the settings: ${settingsChangeText(event, this.settings)}`;
      case 'control-asked':
        return `${this.who(event.by)} asks for control`;
      case 'invite-code-changed':
        return `${this.who(event.by)} replaced the invite code: ${event.invite_code}`;
      default:
        return this.tellStart(event) ?? this.tellPeople(event);
    }
  }

  /** A film put on to gather first is stopped before it has moved, which is part of choosing it. */
  private isGathering({ by, position_ms }: PlaybackChangeEvent): boolean {
    return by != null && by.user_id === this.chosenBy && position_ms < beginningMs;
  }

  private tellPlay(event: PlaybackChangeEvent): string | null {
    if (this.startAtMs !== null && event.effective_at_ms === this.startAtMs) return 'The film started as scheduled';
    // What plays on by itself had been waiting, and that is told as the end of the wait.
    if (event.by === null) return null;
    if (this.wait !== null) return `${this.who(event.by)} started without waiting longer`;
    if (event.position_ms < beginningMs) return `${this.who(event.by)} started the film`;
    const from = isLivePosition(event.position_ms) ? '' : ` from ${clockText(event.position_ms)}`;
    return `${this.who(event.by)} played on${from}`;
  }

  /** The event of an undo that takes back an undo is no other one: which it is, only what was heard before tells. */
  private tellUndo({ by, undone, position_ms: positionMs }: UndoEvent): string {
    const place = undone === 'seek' && !isLivePosition(positionMs) ? clockText(positionMs) : null;
    const what = undone === 'seek' ? 'the jump' : 'the change of film';
    if (this.undone === true) return `${this.who(by)} did ${what} again`;
    if (this.undone === false) return `${this.who(by)} undid ${what}${place === null ? '' : `, back at ${place}`}`;
    if (undone === 'skip') return `${this.who(by)} used undo: the film is the one from before`;
    return `${this.who(by)} used undo${place === null ? '' : `: the film is at ${place}`}`;
  }

  private tellJump(event: SeekEvent): FeedLine {
    const last = this.jump;
    // What took the party to where a stream is live is told by itself.
    const alike = isLivePosition(last?.fromMs ?? 0) === isLivePosition(event.position_ms);
    const continues =
      last !== null && alike && last.by?.user_id === event.by?.user_id && event.server_time_ms - last.atMs < searchMs;
    const fromMs = continues ? last.fromMs : (event.from_ms ?? event.position_ms);
    this.jump = { by: event.by, fromMs, atMs: event.server_time_ms };
    return { text: `${this.who(event.by)} ${jumpText(fromMs, event.position_ms)}`, continues };
  }

  private tellStart(event: ServerEvent): string | null {
    switch (event.type) {
      case 'start-scheduled': {
        const aheadMs = event.start_at_ms - event.server_time_ms;
        const when = aheadMs <= countdownMs ? `in ${Math.ceil(aheadMs / 1000)} s` : `at ${timeOfDay(event.start_at_ms)}`;
        return `${this.who(event.by)} set the film to start ${when}`;
      }
      case 'start-cancelled':
        return `${this.who(event.by)} called the start off`;
      case 'ready-check':
        return this.tellReadyCheck(event);
      default:
        return null;
    }
  }

  private tellReadyCheck({ by, ready_check: check }: ReadyCheckEvent): string | null {
    switch (check.state) {
      case 'open':
        return check.until_ms === this.openCheckUntilMs ? null : `${this.who(by)} asked whether everyone is ready`;
      case 'passed':
        return 'Everyone is ready';
      case 'over':
        return `Not everyone was ready: ${this.names(check.missing, check.total - check.ready_count)}`;
      case 'cancelled':
        return `${this.who(by)} called the ready check off`;
    }
  }

  private tellPeople(event: ServerEvent): string | null {
    switch (event.type) {
      case 'participant-joined':
        return event.participant.user_id === this.myId ? null : `${event.participant.display_name} is here`;
      case 'participant-left': {
        const { display_name: name } = event.participant;
        if (event.reason === 'kicked') return event.by ? `${this.who(event.by)} removed ${name}` : `${name} was removed`;
        return `${name} ${event.reason === 'disconnected' ? 'lost the connection' : 'left'}`;
      }
      case 'role-changed':
        return this.tellRole(event.user_id, event.role, event.by);
      case 'mute-changed':
        return this.tellMute(event);
      case 'join-request-answered':
        return this.tellAdmission(event);
      case 'message-deleted':
        return event.by.user_id === event.user_id ? null : `${this.who(event.by)} deleted a message${this.ofWhom(event.user_id)}`;
      case 'presence':
        return presenceText(event.joined, event.left);
      default:
        return null;
    }
  }

  private tellMute({ user_id, muted, until_ms, server_time_ms, by }: MuteChangedEvent): string {
    const whom = user_id === this.myId ? 'you' : (this.nameOf(user_id) ?? 'someone');
    if (!muted) return `${this.who(by)} unmuted ${whom}`;
    const minutes = until_ms === null ? 0 : Math.max(1, Math.round((until_ms - server_time_ms) / 60_000));
    return `${this.who(by)} muted ${whom}${minutes === 0 ? '' : ` for ${minutes} min`}`;
  }

  /** Who goes away again, or was forgotten, is no news. */
  private tellAdmission({ user_id, answer, by }: JoinRequestAnsweredEvent): string | null {
    const name = this.waiting.get(user_id) ?? this.nameOf(user_id) ?? 'someone';
    if (!by) return null;
    return answer === 'admitted' ? `${this.who(by)} let ${name} in` : `${this.who(by)} did not let ${name} in`;
  }

  private ofWhom(userId: string): string {
    if (userId === this.myId) return ' of yours';
    const name = this.nameOf(userId);
    return name === undefined ? '' : ` of ${name}`;
  }

  private tellRole(userId: string, role: Role, by: Actor | undefined): string {
    const text = { host: 'the host', 'co-host': 'a co-host', viewer: 'a viewer' }[role];
    const me = userId === this.myId;
    if (by && by.user_id === userId && role === 'host') return `${this.who(by)} took the role of the host back`;
    if (by && by.user_id !== userId) return `${this.who(by)} made ${me ? 'you' : (this.nameOf(userId) ?? 'someone')} ${text}`;
    return me ? `You are ${text} now` : `${this.nameOf(userId) ?? 'Someone'} is ${text} now`;
  }

  /** A wait is told when it is over, since only then it is known for whom and how long it was. */
  private tellWait({ type, waiting, server_time_ms: nowMs }: ServerEvent): string | null {
    if (waiting === undefined) return null;
    if (waiting !== null) {
      // What begins a wait is told before the sync that has it, too.
      this.wait ??= { sinceMs: nowMs, fromBeginning: type !== 'sync', people: new Map(), now: new Set() };
      follow(this.wait, waiting, nowMs);
      return null;
    }
    const over = this.wait;
    this.wait = null;
    if (over === null || nowMs - over.sinceMs < notableWaitMs) return null;
    const late = lateOf(over, nowMs);
    const length = over.fromBeginning ? `, ${Math.round((nowMs - over.sinceMs) / 1000)} s` : '';
    return `The film waited for ${this.names(late, late.length)}${length}`;
  }

  private remember(event: ServerEvent): void {
    if (event.type === 'join-requested') this.waiting.set(event.request.user_id, event.request.display_name);
    else if (event.type === 'join-request-answered') this.waiting.delete(event.user_id);
    if (event.type === 'undo' && this.undone === null) this.undidUnknown = true;
    else if (event.type === 'undo') this.undone = !this.undone;
    else if (event.type === 'seek' || event.type === 'skip') this.undone = false;
    if (event.type !== 'seek' && isSaid(event)) this.jump = null;
    if (event.type === 'skip') this.chosenBy = event.by?.user_id ?? null;
    else if (event.type === 'seek' || isSaid(event)) this.chosenBy = null;
    if ('settings' in event && event.settings !== undefined) this.settings = event.settings;
    if (event.type === 'ready-check') {
      this.openCheckUntilMs = event.ready_check.state === 'open' ? event.ready_check.until_ms : null;
    } else if (event.type === 'sync' && event.ready_check !== undefined) {
      this.openCheckUntilMs = event.ready_check?.until_ms ?? null;
    }
    if (event.start_at_ms !== undefined) this.startAtMs = event.start_at_ms;
    if (event.clip_id !== undefined) this.clipId = event.clip_id;
  }

  private who(by: Actor | undefined): string {
    if (by === undefined) return 'Someone';
    if (by === null) return 'The server';
    return by.user_id === this.myId ? 'You' : by.display_name;
  }

  private names(people: readonly Person[], count: number): string {
    return listText(people.map(({ user_id, display_name }) => (user_id === this.myId ? 'you' : display_name)), count);
  }
}

/** Notes for whom a wait is now. */
function follow(wait: Wait, waiting: Waiting, nowMs: number): void {
  for (const id of wait.now) {
    const known = wait.people.get(id);
    if (known !== undefined) known.toMs = nowMs;
  }
  wait.now = new Set(waiting.for.map(({ user_id }) => user_id));
  for (const person of waiting.for) {
    if (!wait.people.has(person.user_id)) wait.people.set(person.user_id, { person, fromMs: nowMs, toMs: nowMs });
  }
}

/** Those who took notably long. After a jump everyone loads for a moment, which is nobody's fault. */
function lateOf(wait: Wait, nowMs: number): Person[] {
  const all = [...wait.people.values()];
  const isLate = ({ person, fromMs, toMs }: (typeof all)[number]) =>
    (wait.now.has(person.user_id) ? nowMs : toMs) - fromMs >= notableWaitMs;
  const late = all.filter(isLate);
  return (late.length > 0 ? late : all).map(({ person }) => person);
}

/** Whether an event usually has a line of its own, so that a search for a place ends with it. */
function isSaid({ type }: ServerEvent): boolean {
  return type === 'play' || type === 'pause' || type === 'skip' || type === 'undo';
}

/** The positions of a live stream are no numbers for people. */
function jumpText(fromMs: number, toMs: number): string {
  if (!isLivePosition(toMs)) return `jumped from ${clockText(fromMs)} to ${clockText(toMs)}`;
  if (!isLivePosition(fromMs)) return 'went to where the stream is live';
  return `went ${toMs < fromMs ? 'back' : 'on'} ${clockText(Math.abs(toMs - fromMs))} in the stream`;
}

function placeText(positionMs: number): string {
  return positionMs < beginningMs ? 'the beginning' : clockText(positionMs);
}

function presenceText(joined: number, left: number): string | null {
  const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);
  if (joined > 0 && left > 0) return `${people(joined)} came, ${left} left`;
  if (joined > 0) return `${people(joined)} came`;
  return left > 0 ? `${people(left)} left` : null;
}
