// What a media should do now: play, pause, jump, or at which rate, and when to look at it again. Pure: it is shown the
// media and the party, and answers with commands. It runs in a page (media-follower.ts) and in a simulator alike.

import { positionAt, type PlaybackAnchor } from '../playback.js';
import { Corrector, defaultTuning, type CorrectorTuning } from './corrector.js';
import { LearnedCost } from './learned-cost.js';

/** A stretch of the media whose data is there, in ms into the media. */
export interface BufferedRange {
  startMs: number;
  endMs: number;
}

/** A media as it is at one moment. */
export interface MediaLook {
  /** Local monotonic ms at which the rest was read. */
  atMs: number;
  positionMs: number;
  paused: boolean;
  seeking: boolean;
  ended: boolean;
  /** Its length and format are known. */
  loaded: boolean;
  /** It has the data to go on at once. */
  ready: boolean;
  /** Its length in ms; infinite while unknown and for live streams. */
  endMs: number;
  /** The rate it is set to; other hands than ours can change it. */
  rate: number;
  buffered: readonly BufferedRange[];
  /** False in a page nobody sees: timers are late there. */
  visible: boolean;
}

/** A party at the moment of a look at the media. */
export interface PartyLook {
  anchor: PlaybackAnchor;
  /** The server's clock at `MediaLook.atMs`, Unix ms. */
  serverNowMs: number;
  /** How far the media is to run ahead of the party while it plays, in ms, for loudspeakers that are late. */
  offsetMs: number;
}

/** What to do with the media. */
export type MediaCommand =
  | { kind: 'play' }
  | { kind: 'pause' }
  | { kind: 'seek'; positionMs: number }
  | { kind: 'rate'; rate: number; preservesPitch: boolean };

/** What the media is doing, as far as the controller can know. */
export type ControllerState =
  /** The media's length and format are not known yet. */
  | 'loading'
  /** It waits for data, or is on its way to another position. */
  | 'buffering'
  /** It stands with the party. */
  | 'paused'
  /** It stands, and a start is close ahead. */
  | 'scheduled'
  | 'in-sync'
  /** A correction that could be noticed is under way. */
  | 'adjusting'
  /** The party is beyond the end of the media. */
  | 'ended';

/** The answer to one look. */
export interface Decision {
  state: ControllerState;
  /** Media minus party in ms, positive ahead; null while not measurable. */
  driftMs: number | null;
  commands: MediaCommand[];
  /** When to look again at the latest, in ms from the look. */
  nextLookMs: number;
}

/**
 * How often to look, in ms: while something settles, otherwise, and at a player whose position goes in steps; no multiple
 * of the steps of usual frame rates, so that the looks fall all over them.
 */
const looks = { settlingMs: 25, steadyMs: 200, scatteredMs: 57, hiddenMs: 1000 };
/** A standing media this close to its party stands on the same frame. */
const standingToleranceMs = 5;
/** A paused media this far behind its moving party is first moved ahead; less is left to a stretch. */
const lateStartMs = 50;
/** A paused media this far ahead of its party is moved back rather than kept waiting. */
const longestWaitMs = 2000;
/** How much further ahead than a seek costs a paused media is placed, so that it is there in time. */
const seekMarginMs = 60;
/** A seek that has not ended after so long is tried again with a new aim. */
const longestArrivalMs = 5000;
/** A browser may load nothing before it is told to play; after so long of nothing it is told. */
const kickAfterMs = 1500;
/** A page nobody sees may have its media paused by the browser; play is asked for again no sooner than this. */
const hiddenPlayIntervalMs = 5000;
/** Players store rates with less precision than ours; the least correction is four times this. */
const rateTolerance = 0.0005;
/** A playing media whose position does not move steadily for so long is stuck. */
const stuckAfterMs = 500;
/** A move no longer than `mostMs` of film, to data that is there, is over before any start: within `withinMs`. */
const fineMove = { mostMs: 1000, withinMs: 1000 };
/** A playing media this far from its party, which must fetch what is there, is stopped and placed, in ms of film. */
const farMs = 1000;
/** Data this far beyond where a media is ready to play is on its way already, in ms of film. */
const atHandMs = 1000;
/** Timers fire up to a millisecond late, and what is due in less is due. */
const timerMs = 1;

interface PendingStart {
  atMs: number;
  positionMs: number;
  rate: number;
  cost: LearnedCost;
}

interface PendingSeek {
  atMs: number;
  cost: LearnedCost;
}

/** Keeps one media on its party. Feed it a look whenever something happened and when it asks for one. */
export class PlaybackController {
  readonly corrector: Corrector;
  /** From play() until the frames move: at the start or after a seek, and after a mere pause. */
  readonly startCost = {
    cold: new LearnedCost({ initialMs: 80, leastMs: 0, mostMs: 1000 }),
    warm: new LearnedCost({ initialMs: 10, leastMs: 0, mostMs: 1000 }),
  };
  /** From a seek of a paused media until it is ready to play: within its data, and to where data must be fetched. */
  readonly seekCost = {
    buffered: new LearnedCost({ initialMs: 120, leastMs: 0, mostMs: 1000 }),
    fetched: new LearnedCost({ initialMs: 400, leastMs: 0, mostMs: 5000 }),
  };

  private anchor: PlaybackAnchor | null = null;
  private cold = true;
  private pendingStart: PendingStart | null = null;
  private pendingSeek: PendingSeek | null = null;
  /** It stands where it was put ahead of its moving party. */
  private placedAhead = false;
  private fineMoveSinceMs: number | null = null;
  private standingTargetMs: number | null = null;
  private unreadySinceMs: number | null = null;
  private lastSteadyMs = Number.NEGATIVE_INFINITY;
  private lastPlayMs = Number.NEGATIVE_INFINITY;
  private preservesPitch: boolean | null = null;

  constructor(private readonly tuning: CorrectorTuning = defaultTuning) {
    this.corrector = new Corrector(tuning);
  }

  /** Another source was loaded, or the media was in other hands: nothing known of its state holds any more. */
  forget(atMs: number): void {
    this.corrector.reset(atMs);
    this.anchor = null;
    this.cold = true;
    this.pendingStart = null;
    this.pendingSeek = null;
    this.fineMoveSinceMs = null;
    this.standingTargetMs = null;
    this.unreadySinceMs = null;
    this.preservesPitch = null;
  }

  /** Decides what the media should do. */
  decide(media: MediaLook, party: PartyLook): Decision {
    if (!media.loaded) return { state: 'loading', driftMs: null, commands: [], nextLookMs: looks.steadyMs };
    this.notice(party.anchor, media.atMs);
    // A media that runs ahead starts earlier by as much; one that stands, stands where the party does.
    const line = { ...party.anchor, atMs: party.anchor.atMs - party.offsetMs };
    this.landSeek(media);
    if (!line.playing) return this.stand(media, line, 'paused');
    const targetMs = positionAt(line, party.serverNowMs);
    if (targetMs >= media.endMs) return this.end(media, line);
    if (media.paused || media.ended) return this.prepareStart(media, line, party.serverNowMs);
    // A media that was started early for what a start costs is not too early.
    const early = party.serverNowMs < line.atMs && this.pendingStart === null;
    if (early) return this.stand(media, line, 'scheduled');
    // Before its time the party stands, and a media that stands as well would pass for one that moves with it.
    const startsInMs = line.atMs - party.serverNowMs;
    if (startsInMs > 0) return { state: 'scheduled', driftMs: 0, commands: [], nextLookMs: startsInMs };
    if (this.isFarFromData(media, targetMs)) return this.placeAnew(media, line, party.serverNowMs);
    return this.follow(media, line, targetMs);
  }

  /**
   * Whether the media is only being moved to the exact frame, or onto its party again, within the data it has. It could
   * start at any time, so nobody need wait for it.
   */
  isMovedFinely(atMs: number): boolean {
    return this.fineMoveSinceMs !== null && atMs - this.fineMoveSinceMs < fineMove.withinMs;
  }

  private notice(anchor: PlaybackAnchor, atMs: number): void {
    if (sameLine(this.anchor, anchor)) return;
    this.anchor = anchor;
    this.standingTargetMs = null;
    this.pendingStart = null;
    this.corrector.reset(atMs);
  }

  /** The media should stand at a position. */
  private stand(media: MediaLook, { positionMs, rate }: PlaybackAnchor, state: 'paused' | 'scheduled'): Decision {
    this.pendingStart = null;
    const targetMs = withinMedia(positionMs, media);
    const driftMs = media.positionMs - targetMs;
    const commands: MediaCommand[] = this.setRate(media, rate, true);
    if (!media.paused) {
      this.corrector.interrupt(media.atMs);
      commands.push({ kind: 'pause' });
    }
    // Only once per position: some media can't land exactly, and trying again would not end.
    if (Math.abs(driftMs) > standingToleranceMs && !media.seeking && this.standingTargetMs !== targetMs) {
      commands.push(this.seek(media, targetMs));
      this.standingTargetMs = targetMs;
    }
    return { state: media.seeking ? 'buffering' : state, driftMs, commands, nextLookMs: looks.steadyMs };
  }

  /** The party is beyond the media's end. */
  private end(media: MediaLook, { rate }: PlaybackAnchor): Decision {
    const driftMs = media.positionMs - media.endMs;
    const commands: MediaCommand[] = this.setRate(media, rate, true);
    if (!media.ended && !media.seeking && driftMs < -lateStartMs && this.standingTargetMs !== media.endMs) {
      commands.push(this.seek(media, media.endMs));
      this.standingTargetMs = media.endMs;
    }
    return { state: 'ended', driftMs, commands, nextLookMs: looks.steadyMs };
  }

  /** A media that stands while its party moves or is about to: bring it to a place the party reaches, and start there. */
  private prepareStart(media: MediaLook, line: PlaybackAnchor, serverNowMs: number): Decision {
    const state = serverNowMs < line.atMs ? 'scheduled' : 'buffering';
    const driftMs = media.positionMs - positionAt(line, serverNowMs);
    const wait = (nextLookMs: number, commands: MediaCommand[] = []): Decision => ({
      state,
      driftMs,
      commands: [...this.setRate(media, line.rate, true), ...commands],
      nextLookMs,
    });
    if (media.seeking) return wait(looks.settlingMs);
    const cost = this.cold ? this.startCost.cold : this.startCost.warm;
    const reachedInMs = line.atMs + (media.positionMs - line.positionMs) / line.rate - serverNowMs;
    // Who was put ahead to be there in time, and is not, is put ahead again: now the data is there.
    const leastMs = (this.placedAhead ? cost.ms : 0) - lateStartMs;
    const misplaced = reachedInMs < leastMs || reachedInMs - Math.max(0, line.atMs - serverNowMs) > longestWaitMs;
    // Where the data is missing the player may be about to get it, but not where the party has left long ago.
    const hopeless = misplaced && (media.ready || !this.isArriving(media));
    if (hopeless || media.ended) return wait(looks.settlingMs, [this.seekAhead(media, line, serverNowMs)]);
    if (!media.ready) return wait(looks.settlingMs, this.kick(media, line, serverNowMs));
    this.unreadySinceMs = null;
    const playInMs = reachedInMs - cost.ms;
    if (playInMs > timerMs) return wait(Math.min(playInMs, looks.steadyMs));
    if (!media.visible && media.atMs - this.lastPlayMs < hiddenPlayIntervalMs) return wait(looks.hiddenMs);
    return wait(looks.settlingMs, [this.play(media, line.rate, cost)]);
  }

  /** A seek is under way for data that is not there yet, and has not taken unreasonably long. */
  private isArriving(media: MediaLook): boolean {
    return this.pendingSeek !== null && media.atMs - this.pendingSeek.atMs < longestArrivalMs;
  }

  /** Some browsers load a media only when it is told to play. */
  private kick(media: MediaLook, line: PlaybackAnchor, serverNowMs: number): MediaCommand[] {
    if (media.seeking || serverNowMs < line.atMs) return [];
    this.unreadySinceMs ??= media.atMs;
    if (media.atMs - this.unreadySinceMs < kickAfterMs) return [];
    this.unreadySinceMs = media.atMs;
    return [{ kind: 'play' }];
  }

  /** How long it takes until data comes is a guess: a media that plays on from there lands anywhere. */
  private isFarFromData(media: MediaLook, targetMs: number): boolean {
    const canMove = media.visible && media.ready && !media.seeking && !this.corrector.isResigned(media.atMs);
    return canMove && Math.abs(media.positionMs - targetMs) > farMs && !isBuffered(media, targetMs);
  }

  /** As one who comes late: stopped, placed ahead of the party, and started when the party is there. */
  private placeAnew(media: MediaLook, line: PlaybackAnchor, serverNowMs: number): Decision {
    const driftMs = media.positionMs - positionAt(line, serverNowMs);
    const placement = this.seekAhead({ ...media, paused: true }, line, serverNowMs);
    this.corrector.noteJump(media.atMs);
    const commands: MediaCommand[] = [...this.setRate(media, line.rate, true), { kind: 'pause' }, placement];
    return { state: 'buffering', driftMs, commands, nextLookMs: looks.settlingMs };
  }

  private follow(media: MediaLook, line: PlaybackAnchor, targetMs: number): Decision {
    const driftMs = media.positionMs - targetMs;
    if (media.seeking || !media.ready) {
      this.corrector.interrupt(media.atMs);
      // How long a start or jump took that had to wait for data says nothing of the next.
      if (!media.ready && !media.seeking) this.pendingStart = null;
      return { state: 'buffering', driftMs, commands: this.setRate(media, line.rate, true), nextLookMs: looks.settlingMs };
    }
    const steadyMs = this.corrector.measure(media.atMs, driftMs);
    if (steadyMs !== null) this.landStart(media, targetMs, steadyMs);
    const correction = this.corrector.correct(media.atMs, {
      visible: media.visible,
      buffered: isBuffered(media, targetMs),
      rate: line.rate,
    });
    if (correction.kind === 'jump') {
      const aimMs = withinMedia(targetMs + correction.leadMs * line.rate, media);
      const commands = [...this.setRate(media, line.rate, true), this.seek(media, aimMs)];
      return { state: 'buffering', driftMs, commands, nextLookMs: looks.settlingMs };
    }
    const deviation = correction.kind === 'none' ? 0 : correction.deviation;
    // Where the party's own rate has the pitch preserved, a trim must not switch that off.
    const preservesPitch = correction.kind !== 'trim' || line.rate !== 1;
    const commands = this.setRate(media, line.rate * (1 + deviation), preservesPitch);
    const isOff = correction.kind === 'stretch' || Math.abs(driftMs) > this.tuning.stretch.startMs;
    const moving = isOff ? 'adjusting' : 'in-sync';
    return {
      state: media.visible && this.seemsStuck(media.atMs, steadyMs) ? 'buffering' : moving,
      driftMs: steadyMs ?? driftMs,
      commands,
      nextLookMs: this.nextLookMs(media),
    };
  }

  /** Not every player says that it has stalled; one that does not move steadily for a while has. */
  private seemsStuck(atMs: number, steadyMs: number | null): boolean {
    if (steadyMs !== null) this.lastSteadyMs = atMs;
    return atMs - this.lastSteadyMs > stuckAfterMs;
  }

  private nextLookMs(media: MediaLook): number {
    if (!media.visible) return looks.hiddenMs;
    const { correction } = this.corrector;
    if (this.corrector.steadyDriftMs(media.atMs) === null || correction.kind === 'stretch') return looks.settlingMs;
    const steadyMs = this.corrector.needsManyLooks ? looks.scatteredMs : looks.steadyMs;
    const doneInMs = this.corrector.doneInMs(media.atMs) ?? steadyMs;
    return Math.min(steadyMs, Math.max(looks.settlingMs, doneInMs));
  }

  private play(media: MediaLook, rate: number, cost: LearnedCost): MediaCommand {
    this.pendingStart = { atMs: media.atMs, positionMs: media.positionMs, rate, cost };
    this.lastPlayMs = media.atMs;
    this.lastSteadyMs = media.atMs;
    this.placedAhead = false;
    this.cold = false;
    this.corrector.interrupt(media.atMs);
    return { kind: 'play' };
  }

  /** The first steady drift after a start tells from when on the frames have moved. */
  private landStart(media: MediaLook, targetMs: number, steadyMs: number): void {
    if (this.pendingStart === null) return;
    const { atMs, positionMs, rate, cost } = this.pendingStart;
    const movedMs = (targetMs + steadyMs - positionMs) / rate;
    cost.learn(media.atMs - atMs - movedMs);
    this.pendingStart = null;
  }

  private seekAhead(media: MediaLook, line: PlaybackAnchor, serverNowMs: number): MediaCommand {
    const aim = (cost: LearnedCost) =>
      withinMedia(positionAt(line, serverNowMs + cost.ms + seekMarginMs + this.startCost.cold.ms), media);
    const nearMs = aim(this.seekCost.buffered);
    const placement = this.seek(media, isAtHand(media, nearMs) ? nearMs : aim(this.seekCost.fetched));
    this.placedAhead = true;
    return placement;
  }

  private seek(media: MediaLook, positionMs: number): MediaCommand {
    this.cold = true;
    this.placedAhead = false;
    this.lastSteadyMs = media.atMs;
    this.pendingStart = null;
    const buffered = isBuffered(media, positionMs);
    const cost = isAtHand(media, positionMs) ? this.seekCost.buffered : this.seekCost.fetched;
    const isFine = buffered && media.ready && Math.abs(positionMs - media.positionMs) <= fineMove.mostMs;
    this.fineMoveSinceMs = isFine ? media.atMs : null;
    this.pendingSeek = media.paused ? { atMs: media.atMs, cost } : null;
    this.corrector.interrupt(media.atMs);
    return { kind: 'seek', positionMs };
  }

  /** A paused media that has arrived tells how long that took. */
  private landSeek(media: MediaLook): void {
    if (media.seeking || !media.ready) return;
    this.fineMoveSinceMs = null;
    if (this.pendingSeek === null) return;
    this.pendingSeek.cost.learn(media.atMs - this.pendingSeek.atMs);
    this.pendingSeek = null;
  }

  private setRate(media: MediaLook, rate: number, preservesPitch: boolean): MediaCommand[] {
    if (Math.abs(media.rate - rate) < rateTolerance && this.preservesPitch === preservesPitch) return [];
    this.preservesPitch = preservesPitch;
    return [{ kind: 'rate', rate, preservesPitch }];
  }
}

function sameLine(a: PlaybackAnchor | null, b: PlaybackAnchor): boolean {
  return (
    a !== null &&
    a.clipId === b.clipId &&
    a.positionMs === b.positionMs &&
    a.atMs === b.atMs &&
    a.playing === b.playing &&
    a.rate === b.rate
  );
}

function withinMedia(positionMs: number, media: MediaLook): number {
  return Math.max(0, Math.min(positionMs, media.endMs));
}

/** The data is there, or about to be: it comes in after what a media that has just arrived plays from. */
function isAtHand(media: MediaLook, positionMs: number): boolean {
  const aheadMs = positionMs - media.positionMs;
  return isBuffered(media, positionMs) || (media.ready && aheadMs >= 0 && aheadMs <= atHandMs);
}

function isBuffered(media: MediaLook, positionMs: number): boolean {
  return media.buffered.some((range) => range.startMs <= positionMs && positionMs < range.endMs);
}
