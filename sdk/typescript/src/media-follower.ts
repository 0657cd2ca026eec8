// Keeps one HTMLMediaElement on the party's playback: play, pause, seek, and small corrections of the rate.
// Owns the element's transport (not its volume, source or layout). Runs on the page's main thread from one timer.

import { Emitter } from './emitter.js';
import { positionAt, type PlaybackAnchor } from './playback.js';
import type { PlaybackReport } from './protocol.js';
import { RateController } from './rate-controller.js';

/** The party's playback and the server's clock; a `PartyConnection` provides both. */
export interface Timeline {
  /** Null while unknown. */
  playback(): PlaybackAnchor | null;
  /** Unix ms on the server's clock; null while unknown. */
  serverNowMs(): number | null;
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
  | 'in-sync'
  /** Playing, and a rate correction is under way. */
  | 'adjusting'
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
}

/** What the person did with the media's own controls, media keys or headphones. */
export type OwnAction = { kind: 'play' } | { kind: 'pause' } | { kind: 'seek'; positionMs: number };

export interface MediaFollowerEvents {
  /** After every look at the media, also when nothing changed. */
  status: FollowerStatus;
  /** The follower has detached already; an app whose person controls the party may send the command and rejoin. */
  ownAction: OwnAction;
}

/** Tunable limits, in ms. */
export interface MediaFollowerOptions {
  /** How often the media is looked at. */
  tickMs?: number;
  /** Beyond this drift the media is moved by a seek. */
  seekThresholdMs?: number;
  now?: () => number;
}

/** The least distance between a paused media and its party that is worth a seek: less than a frame at 25 fps. */
const pausedToleranceMs = 30;
/** A seek needs time to land; another one sooner would only restart it. */
const seekCooldownMs = 1000;
/** How far ahead a seek may aim to make up for the time the last one took. */
const maxSeekLeadMs = 1500;
/** A `seeking` event this close to the follower's own target is the follower's. */
const ownSeekToleranceMs = 300;

/** Follows a timeline with a media element, from `start()` to `stop()`. */
export class MediaFollower extends Emitter<MediaFollowerEvents> {
  private readonly correction = new RateController();
  private readonly tickMs: number;
  private readonly seekThresholdMs: number;
  private readonly now: () => number;
  private readonly cleanups: (() => void)[] = [];
  private startTimer: ReturnType<typeof setTimeout> | undefined;
  private wanted: 'playing' | 'paused' = 'paused';
  private detached = false;
  private playPending = false;
  private blocked = false;
  private soundBlocked = false;
  private seekTargetMs = 0;
  private lastSeekMs = Number.NEGATIVE_INFINITY;
  private seekLeadMs = 0;
  private seekUnmeasured = false;

  constructor(
    private readonly media: HTMLMediaElement,
    private readonly timeline: Timeline,
    options: MediaFollowerOptions = {},
  ) {
    super();
    this.tickMs = options.tickMs ?? 200;
    this.seekThresholdMs = options.seekThresholdMs ?? 1000;
    this.now = options.now ?? (() => performance.now());
  }

  start(): void {
    const interval = setInterval(() => this.update(), this.tickMs);
    this.cleanups.push(() => clearInterval(interval));
    this.listen('pause', () => this.onPause());
    this.listen('play', () => this.onPlay());
    this.listen('seeking', () => this.onSeeking());
    this.listen('emptied', () => this.onEmptied());
    this.listen('volumechange', () => this.onVolumeChange());
    for (const name of ['loadedmetadata', 'seeked', 'canplay']) this.listen(name, () => this.update());
    this.media.preservesPitch = true;
    this.update();
  }

  stop(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    clearTimeout(this.startTimer);
    this.setRate(1);
  }

  /** Gives up the person's own position and goes back to the party's. */
  rejoin(): void {
    this.detached = false;
    this.update();
  }

  /** Call from a click or key press: plays with sound, whatever the autoplay policy refused before. */
  allowPlayback(): void {
    this.media.muted = false;
    this.soundBlocked = false;
    this.blocked = false;
    if (this.wanted === 'playing') this.play();
    this.update();
  }

  /** What to tell the server about this media. */
  report(): Omit<PlaybackReport, 'rtt_ms'> {
    const { media } = this;
    return {
      position_ms: Math.round(media.currentTime * 1000),
      playing: !media.paused && !media.ended,
      buffering: !media.paused && media.readyState < media.HAVE_FUTURE_DATA,
      ready: media.readyState >= media.HAVE_FUTURE_DATA && !media.seeking,
    };
  }

  /** Looks at the media now; call it when the party's state changed. */
  update(): void {
    const { state, driftMs } = this.follow();
    this.emit('status', { state, driftMs, soundBlocked: this.soundBlocked });
  }

  private follow(): Omit<FollowerStatus, 'soundBlocked'> {
    clearTimeout(this.startTimer);
    const anchor = this.timeline.playback();
    const serverNow = this.timeline.serverNowMs();
    if (anchor === null || serverNow === null || anchor.clipId === null) return { state: 'idle', driftMs: null };
    if (this.media.readyState < this.media.HAVE_METADATA) return { state: 'loading', driftMs: null };
    const targetMs = this.withinMedia(positionAt(anchor, serverNow));
    const driftMs = this.media.currentTime * 1000 - targetMs;
    if (this.detached) return { state: 'detached', driftMs };
    const startsInMs = anchor.playing ? anchor.atMs - serverNow : 0;
    if (startsInMs > 0) this.startTimer = setTimeout(() => this.update(), startsInMs);
    return anchor.playing && startsInMs <= 0 ? this.followPlaying(targetMs, driftMs, anchor.rate) : this.followPaused(targetMs, driftMs);
  }

  private followPaused(targetMs: number, driftMs: number): Omit<FollowerStatus, 'soundBlocked'> {
    this.wanted = 'paused';
    this.setRate(1);
    this.correction.reset();
    if (!this.media.paused) this.media.pause();
    if (Math.abs(driftMs) > pausedToleranceMs && !this.media.seeking) this.seek(targetMs);
    return { state: this.media.seeking ? 'buffering' : 'paused', driftMs };
  }

  private followPlaying(targetMs: number, driftMs: number, rate: number): Omit<FollowerStatus, 'soundBlocked'> {
    const { media } = this;
    this.wanted = 'playing';
    if (targetMs >= this.endMs()) return this.followEnded(targetMs, driftMs);
    if (Math.abs(driftMs) > this.seekThresholdMs) this.seekWhilePlaying(targetMs);
    // Playing an ended media would start it from the beginning.
    if (media.ended) return { state: 'ended', driftMs };
    if (media.paused) this.play();
    if (this.blocked) return { state: 'blocked', driftMs: null };
    if (media.paused || media.seeking || media.readyState < media.HAVE_FUTURE_DATA) {
      this.setRate(rate);
      return { state: 'buffering', driftMs };
    }
    this.learnSeekLead(driftMs);
    this.setRate(rate * this.correction.next(driftMs));
    return { state: this.correction.correcting ? 'adjusting' : 'in-sync', driftMs };
  }

  private followEnded(targetMs: number, driftMs: number): Omit<FollowerStatus, 'soundBlocked'> {
    this.setRate(1);
    if (!this.media.ended && Math.abs(driftMs) > this.seekThresholdMs && !this.media.seeking) this.seek(targetMs);
    return { state: 'ended', driftMs };
  }

  private seekWhilePlaying(targetMs: number): void {
    if (this.media.seeking || this.now() - this.lastSeekMs < seekCooldownMs) return;
    this.seek(this.withinMedia(targetMs + this.seekLeadMs));
    this.seekUnmeasured = true;
  }

  private seek(targetMs: number): void {
    this.seekTargetMs = targetMs;
    this.lastSeekMs = this.now();
    this.media.currentTime = targetMs / 1000;
  }

  /** The first drift after a seek tells how long the seek took; the next one aims that much further ahead. */
  private learnSeekLead(driftMs: number): void {
    if (!this.seekUnmeasured) return;
    this.seekUnmeasured = false;
    this.seekLeadMs = Math.min(maxSeekLeadMs, Math.max(0, this.seekLeadMs - driftMs));
  }

  private play(): void {
    if (this.playPending || this.blocked) return;
    this.playPending = true;
    this.media.play().then(
      () => this.onPlaySettled(null),
      (error: unknown) => this.onPlaySettled(error),
    );
  }

  private onPlaySettled(error: unknown): void {
    this.playPending = false;
    // Other rejections (aborted by a pause or a new source) mend themselves at the next look.
    if ((error as { name?: string } | null)?.name !== 'NotAllowedError') return;
    if (this.media.muted) {
      this.blocked = true;
      this.update();
      return;
    }
    this.media.muted = true;
    this.soundBlocked = true;
    this.update();
  }

  private onPause(): void {
    // A pause the follower asked for has `wanted` paused; an ended media pauses by itself.
    if (this.wanted === 'playing' && this.media.paused && !this.media.ended) this.detach({ kind: 'pause' });
  }

  private onPlay(): void {
    if (this.media.paused) return;
    if (this.detached) this.rejoin();
    else if (this.wanted === 'paused') this.detach({ kind: 'play' });
  }

  private onSeeking(): void {
    const positionMs = this.media.currentTime * 1000;
    const own = Math.abs(positionMs - this.seekTargetMs) > ownSeekToleranceMs;
    if (own && !this.detached) this.detach({ kind: 'seek', positionMs });
  }

  private onEmptied(): void {
    this.detached = false;
    this.playPending = false;
    this.seekTargetMs = 0;
    this.seekUnmeasured = false;
    this.lastSeekMs = Number.NEGATIVE_INFINITY;
    this.correction.reset();
  }

  private onVolumeChange(): void {
    if (this.soundBlocked && !this.media.muted) this.soundBlocked = false;
  }

  private detach(action: OwnAction): void {
    if (this.timeline.playback() === null || this.media.readyState < this.media.HAVE_METADATA) return;
    this.detached = true;
    this.setRate(1);
    this.correction.reset();
    this.emit('ownAction', action);
    this.update();
  }

  private setRate(rate: number): void {
    if (this.media.playbackRate !== rate) this.media.playbackRate = rate;
  }

  private withinMedia(positionMs: number): number {
    return Math.max(0, Math.min(positionMs, this.endMs()));
  }

  /** The media's length in ms; infinite for live streams and while unknown. */
  private endMs(): number {
    return Number.isFinite(this.media.duration) ? this.media.duration * 1000 : Number.POSITIVE_INFINITY;
  }

  private listen(name: string, listener: () => void): void {
    this.media.addEventListener(name, listener);
    this.cleanups.push(() => this.media.removeEventListener(name, listener));
  }
}
