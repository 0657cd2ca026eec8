// Keeps one player on the party's playback: shows player and party to the controller, does what it decides, and knows
// what only a page can know: gestures, the autoplay policy, tabs in the background. Owns the player's transport (not its
// volume, source or layout). Runs on the page's main thread from one timer.

import { DriftHistory, type DriftRecord } from './drift-history.js';
import { Emitter } from './emitter.js';
import { ElementAdapter, type MediaAdapter, type MediaHappening } from './media-adapter.js';
import { OwnSeeks } from './own-seeks.js';
import { positionAt, type PlaybackAnchor } from './playback.js';
import type { PlaybackReport } from './protocol.js';
import type { CorrectorTuning } from './sync/corrector.js';
import { PlaybackController, type Decision, type MediaCommand, type MediaLook } from './sync/playback-controller.js';
import { commandText, secondsText, SyncLog } from './sync-log.js';

/** The party's playback and the server's clock; a `PartyConnection` provides both. */
export interface Timeline {
  /** Null while unknown. */
  playback(): PlaybackAnchor | null;
  /** Unix ms on the server's clock; null while unknown. */
  serverNowMs(): number | null;
  /** Whether the party stands because it waits for someone. */
  holding?(): boolean;
  /** The server time of a scheduled start, or null. */
  startAtMs?(): number | null;
  /** Asks for state and time anew; called by `MediaFollower.resync()`. */
  resync?(): void;
}

/** What the follower is doing, for a sync indicator. */
export type FollowerState =
  /** Nothing to play yet. */
  | 'idle'
  /** The media's metadata is on its way. */
  | 'loading'
  /** The media waits for data, or a seek is under way. */
  | 'buffering'
  /** The party is paused, and so is the media. */
  | 'paused'
  /** The party is meant to play and waits for someone. */
  | 'holding'
  /** The media stands, and the party starts at a known time. */
  | 'scheduled'
  | 'in-sync'
  /** Playing, and a rate correction is under way. */
  | 'adjusting'
  /** Plays a live stream that nothing in it ties to the other screens, or where the party has no place in it yet. */
  | 'unaligned'
  /** The party is beyond the end of the media. */
  | 'ended'
  /** The person paused, played or sought on their own; nothing is corrected until `rejoin()`. */
  | 'detached'
  /** The browser refuses to play before the person has acted: call `allowPlayback()` from a click. */
  | 'blocked';

export interface FollowerStatus {
  state: FollowerState;
  /** Media minus party in ms, positive when ahead; null while not measurable. */
  driftMs: number | null;
  /** True when playback had to start muted: call `allowPlayback()` from a click. */
  soundBlocked: boolean;
  /** The rate the media was last set to; 1 for normal. */
  rate?: number;
  /** True while the rate differs from the party's to close a drift, audible or not. */
  correcting?: boolean;
}

/** What the person did with the media's own controls, media keys or headphones. */
export type OwnAction = { kind: 'play' } | { kind: 'pause' } | { kind: 'seek'; positionMs: number };

export interface MediaFollowerEvents {
  /** After every look at the media, also when nothing changed. */
  status: FollowerStatus;
  /** What the follower had the media do and why, for a log of corrections. */
  command: { atMs: number; driftMs: number | null; command: MediaCommand };
  /** The follower has detached already; an app whose person controls the party may send the command and rejoin. */
  ownAction: OwnAction;
}

export interface MediaFollowerOptions {
  /** The thresholds of corrections; the defaults are the measured ones of docs/sync.md. */
  tuning?: CorrectorTuning;
  /** Where to log what is done; one log may go on from follower to follower. By default each has one of its own. */
  log?: SyncLog;
  /** A monotonic clock in ms. */
  now?: () => number;
}

/** How often to look while there is nothing to do, in ms. */
const idleLookMs = 200;
/** A refused play() is tried again no sooner. */
const playRetryMs = 500;
/** How long to wait for the film of another clip to replace the one that is loaded. */
const newSourceMs = 10_000;

type Followed = Pick<Decision, 'state' | 'driftMs'> | { state: FollowerState; driftMs: number | null };

/** Follows a timeline with a media, from `start()` to `stop()`. */
export class MediaFollower extends Emitter<MediaFollowerEvents> {
  /** What was done to stay in step: the last 200 commands to the media, changes of state, and acts of the person. */
  readonly log: SyncLog;
  private readonly media: MediaAdapter;
  private readonly controller: PlaybackController;
  protected readonly now: () => number;
  private readonly history = new DriftHistory();
  private readonly ownSeeks = new OwnSeeks();
  private readonly cleanups: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private updating = false;
  private wanted: 'playing' | 'paused' = 'paused';
  private detached = false;
  private playPending = false;
  private playNotBeforeMs = Number.NEGATIVE_INFINITY;
  private blocked = false;
  private soundBlocked = false;
  private rate = 1;
  /** Whether the party's position says where the media should be. */
  private aligned = true;
  private personalOffsetMs = 0;
  private loadedClip: { clipId: string; source: string } | null = null;
  private staleSinceMs: number | null = null;
  private state: FollowerState = 'idle';

  constructor(
    media: HTMLMediaElement | MediaAdapter,
    private readonly timeline: Timeline,
    options: MediaFollowerOptions = {},
  ) {
    super();
    this.media = 'look' in media ? media : new ElementAdapter(media);
    this.controller = new PlaybackController(options.tuning);
    this.log = options.log ?? new SyncLog();
    this.now = options.now ?? (() => performance.now());
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.cleanups.push(this.media.subscribe((happening) => this.onHappening(happening)));
    if (typeof document !== 'undefined') {
      const onVisibility = () => this.update();
      document.addEventListener('visibilitychange', onVisibility);
      this.cleanups.push(() => document.removeEventListener('visibilitychange', onVisibility));
    }
    this.update();
  }

  stop(): void {
    this.running = false;
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    clearTimeout(this.timer);
    this.setRate(1, true);
  }

  /**
   * How far the media runs ahead of the party while it plays, in ms: for headphones and screens that are late by as much.
   */
  get offsetMs(): number {
    return this.personalOffsetMs;
  }

  set offsetMs(offsetMs: number) {
    this.personalOffsetMs = offsetMs;
    this.update();
  }

  /** The drift of the last minute, oldest first. */
  get driftHistory(): readonly DriftRecord[] {
    return this.history.records;
  }

  /** A pause for this person alone, until `rejoin()`. */
  detach(): void {
    if (this.detached) return;
    this.note('leaves the party');
    this.leaveParty();
    this.wanted = 'paused';
    this.media.pause();
    this.update();
  }

  /** Gives up the person's own position and goes back to the party's. */
  rejoin(): void {
    this.note('rejoins the party');
    this.detached = false;
    this.controller.forget(this.now());
    this.update();
  }

  /** Goes to the party's position at once, however small the drift, and asks the server for state and time. */
  resync(): void {
    this.note('resync asked for');
    this.timeline.resync?.();
    this.rejoin();
    this.controller.corrector.demandJump();
    this.update();
  }

  /** Call from a click or key press: plays with sound, whatever the autoplay policy refused before. */
  allowPlayback(): void {
    this.media.muted = false;
    this.soundBlocked = false;
    this.blocked = false;
    this.playNotBeforeMs = Number.NEGATIVE_INFINITY;
    if (this.wanted === 'playing') this.play();
    this.update();
  }

  /** What to tell the server about this media. */
  report(): Omit<PlaybackReport, 'rtt_ms'> {
    const serverNowMs = this.timeline.serverNowMs();
    const sampledAt = serverNowMs === null ? {} : { server_time_ms: Math.round(serverNowMs * 10) / 10 };
    // Without a film there is nothing to be late with; that somebody follows is worth knowing when the first one comes.
    if (this.state === 'idle') return { position_ms: 0, playing: false, buffering: false, ready: true, ...sampledAt };
    const media = this.media.look();
    const playing = !media.paused && !media.ended;
    // What the person hears and sees is where the party should be, not where a media that runs ahead for it is.
    const ownMs = media.positionMs - (playing && !this.detached ? this.personalOffsetMs : 0);
    const positionMs = Math.max(0, this.aligned ? ownMs : this.partyMs(serverNowMs));
    const wrongFilm = this.staleSinceMs !== null;
    // Only what the media itself says: how its position looks from here, late timers and all, must hold up nobody.
    const hasData = (media.ready && !media.seeking) || this.controller.isMovedFinely(this.now());
    return {
      position_ms: Math.round(positionMs * 10) / 10,
      playing,
      buffering: wrongFilm || (playing && !hasData),
      ready: !wrongFilm && !this.blocked && hasData,
      ...sampledAt,
    };
  }

  /** Looks at the media now; call it when the party's state changed. */
  update(): void {
    if (this.updating) return;
    this.updating = true;
    clearTimeout(this.timer);
    try {
      const { state, driftMs } = this.follow();
      this.noteState(state, driftMs);
      this.state = state;
      if (driftMs !== null && this.wanted === 'playing') this.history.add({ atMs: this.now(), driftMs });
      const correcting = this.controller.corrector.correction.kind !== 'none';
      this.emit('status', { state, driftMs, soundBlocked: this.soundBlocked, rate: this.rate, correcting });
    } finally {
      this.updating = false;
    }
  }

  /** Whoever cannot tell where it is in the party's terms is not late either. */
  private partyMs(serverNowMs: number | null): number {
    const anchor = this.timeline.playback();
    return anchor === null || serverNowMs === null ? 0 : positionAt(anchor, serverNowMs);
  }

  private follow(): Followed {
    this.lookAgainIn(idleLookMs);
    const anchor = this.timeline.playback();
    const serverNowMs = this.timeline.serverNowMs();
    if (anchor === null || serverNowMs === null || anchor.clipId === null) return { state: 'idle', driftMs: null };
    const targetMs = positionAt(anchor, serverNowMs);
    const line = this.media.resolve === undefined ? anchor : this.media.resolve(anchor, targetMs);
    const media: MediaLook = { atMs: this.now(), visible: isPageVisible(), ...this.media.look() };
    this.aligned = line !== null;
    if (this.isWrongFilm(anchor.clipId, media)) return this.awaitFilm(media);
    if (!media.loaded) this.media.prepare?.(targetMs);
    else if (this.detached) return { state: 'detached', driftMs: line === null ? null : media.positionMs - targetMs };
    if (line === null) return this.playAlong(media, anchor, serverNowMs);
    const decision = this.controller.decide(media, { anchor: line, serverNowMs, offsetMs: this.personalOffsetMs });
    for (const command of decision.commands) {
      this.execute(command, media.atMs);
      this.note(commandText(command), decision.driftMs);
      this.emit('command', { atMs: media.atMs, driftMs: decision.driftMs, command });
    }
    this.lookAgainIn(decision.nextLookMs);
    if (this.blocked && this.wanted === 'playing') return { state: 'blocked', driftMs: null };
    return { state: this.refine(decision.state, serverNowMs), driftMs: decision.driftMs };
  }

  /** Where the party's position says nothing about the media, all there is to follow is whether it plays. */
  private playAlong(media: MediaLook, anchor: PlaybackAnchor, serverNowMs: number): Followed {
    this.controller.forget(media.atMs);
    if (this.rate !== 1) this.setRate(1, true);
    const plays = anchor.playing && serverNowMs >= anchor.atMs;
    // An element that is told to play at its end begins anew.
    if (media.ended) return { state: 'ended', driftMs: null };
    if (plays === media.paused) this.execute({ kind: plays ? 'play' : 'pause' }, media.atMs);
    if (!media.loaded) return { state: 'loading', driftMs: null };
    if (this.blocked && plays) return { state: 'blocked', driftMs: null };
    const state = media.ready && !media.seeking ? 'unaligned' : 'buffering';
    return { state: plays ? state : this.refine('paused', serverNowMs), driftMs: null };
  }

  private refine(state: Decision['state'], serverNowMs: number): FollowerState {
    if (state !== 'paused') return state;
    if (this.timeline.holding?.() === true) return 'holding';
    return (this.timeline.startAtMs?.() ?? 0) > serverNowMs ? 'scheduled' : state;
  }

  /** After a skip the old film stays loaded until the application has replaced it; it must not play the new clip. */
  private isWrongFilm(clipId: string, media: MediaLook): boolean {
    const { source } = this.media;
    if (this.loadedClip === null || this.loadedClip.clipId === clipId || this.loadedClip.source !== source) {
      if (media.loaded || this.loadedClip?.clipId !== clipId) this.loadedClip = { clipId, source };
      this.staleSinceMs = null;
      return false;
    }
    this.staleSinceMs ??= media.atMs;
    if (media.atMs - this.staleSinceMs < newSourceMs) return true;
    this.loadedClip = { clipId, source };
    this.staleSinceMs = null;
    return false;
  }

  private awaitFilm(media: MediaLook): Followed {
    if (!media.paused && !this.detached) this.execute({ kind: 'pause' }, media.atMs);
    return { state: 'loading', driftMs: null };
  }

  private execute(command: MediaCommand, atMs: number): void {
    switch (command.kind) {
      case 'play':
        this.wanted = 'playing';
        return this.play();
      case 'pause':
        this.wanted = 'paused';
        return this.media.pause();
      case 'seek':
        this.ownSeeks.add(atMs, command.positionMs);
        return this.media.seek(command.positionMs);
      case 'rate':
        return this.setRate(command.rate, command.preservesPitch);
    }
  }

  private play(): void {
    if (this.playPending || this.blocked || this.now() < this.playNotBeforeMs) return;
    this.playPending = true;
    this.media.play().then(
      () => (this.playPending = false),
      (error: unknown) => this.onPlayRefused(error),
    );
  }

  private onPlayRefused(error: unknown): void {
    this.playPending = false;
    // Other rejections (aborted by a pause or a new source) mend themselves at a later look.
    if ((error as { name?: string } | null)?.name !== 'NotAllowedError') {
      this.playNotBeforeMs = this.now() + playRetryMs;
      return;
    }
    if (this.media.muted) {
      this.blocked = true;
    } else {
      this.media.muted = true;
      this.soundBlocked = true;
    }
    if (this.running) this.update();
  }

  private onHappening(happening: MediaHappening): void {
    switch (happening) {
      case 'pause':
        return this.onPause();
      case 'play':
        return this.onPlay();
      case 'seeking':
        return this.onSeeking();
      case 'emptied':
        return this.onEmptied();
      case 'volume':
        if (!this.media.muted) this.soundBlocked = false;
        return;
      case 'changed':
        return this.update();
    }
  }

  private onPause(): void {
    const media = this.media.look();
    // A pause of ours has `wanted` paused, an ended media pauses by itself, and so does a silent one nobody sees.
    const byBrowser = media.ended || (!isPageVisible() && this.media.muted);
    if (this.wanted === 'playing' && media.paused && !byBrowser) this.onOwnAction({ kind: 'pause' });
  }

  private onPlay(): void {
    if (this.media.look().paused) return;
    if (this.detached) this.rejoin();
    else if (this.wanted === 'paused') this.onOwnAction({ kind: 'play' });
  }

  private onSeeking(): void {
    const { positionMs } = this.media.look();
    const [anchor, serverNowMs] = [this.timeline.playback(), this.timeline.serverNowMs()];
    if (anchor === null || serverNowMs === null) return;
    const partyMs = positionAt(anchor, serverNowMs);
    if (this.ownSeeks.isForeign(this.now(), positionMs, partyMs)) this.onOwnAction({ kind: 'seek', positionMs });
    else this.update();
  }

  private onEmptied(): void {
    this.detached = false;
    this.playPending = false;
    this.wanted = 'paused';
    this.ownSeeks.clear();
    this.controller.forget(this.now());
    this.loadedClip = null;
    this.update();
  }

  private onOwnAction(action: OwnAction): void {
    if (this.detached || this.timeline.playback() === null || !this.media.look().loaded) return;
    this.note(action.kind === 'seek' ? `own seek to ${secondsText(action.positionMs)}` : `own ${action.kind}`);
    this.leaveParty();
    this.emit('ownAction', action);
    this.update();
  }

  private leaveParty(): void {
    this.detached = true;
    this.controller.forget(this.now());
    this.setRate(1, true);
  }

  private setRate(rate: number, preservesPitch: boolean): void {
    this.rate = rate;
    this.media.setRate(rate, preservesPitch);
  }

  /** Writes into the log. */
  protected note(action: string, driftMs: number | null = null): void {
    this.log.add({ timeMs: this.timeline.serverNowMs() ?? Date.now(), driftMs, action });
  }

  /** Which of both it is while the film plays, the changes of rate tell. */
  private noteState(state: FollowerState, driftMs: number | null): void {
    const meaning = (one: FollowerState) => (one === 'adjusting' ? 'in-sync' : one);
    if (meaning(state) !== meaning(this.state)) this.note(`is ${meaning(state)}`, driftMs);
  }

  private lookAgainIn(ms: number): void {
    clearTimeout(this.timer);
    if (this.running) this.timer = setTimeout(() => this.update(), ms);
  }
}

function isPageVisible(): boolean {
  return typeof document === 'undefined' || document.visibilityState !== 'hidden';
}
