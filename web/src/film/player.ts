// The film on this screen: joins a video element to the party's timeline, its source and its captions, and tells how
// well it keeps up. What people do with it is film-actions.ts; layout stays with the components.

import {
  canonicalPosition,
  followTimeline,
  SyncLog,
  type BufferedRange,
  type Clip,
  type DriftRecord,
  type FollowerStatus,
  type LiveView,
  type MediaAdapter,
  type MediaFollower,
  type OwnAction,
  type PlaybackAnchor,
} from '@matinee/sdk';
import { computed, effect, signal } from '@preact/signals';
import type { Party } from '../party/party';
import { CorrectionCount } from '../sync/correction-count';
import { keepPreference, readPreference } from '../ui/preferences';
import { Captions } from './captions';
import { FilmSource } from './film-source';
import { OnScreenNote } from './on-screen-note';
import { PlaybackAnswer } from './playback-answer';

/** The share of a new measurement in the shown drift: calm digits instead of noise. */
const smoothing = 0.25;
/** What the page shows of position and drift changes no more often than this, in ms. */
const showIntervalMs = 250;

/** A video element kept on a party's timeline, from construction to `close()`. */
export class Player {
  readonly source: FilmSource;
  readonly captions: Captions;
  readonly note = new OnScreenNote();
  readonly status = signal<FollowerStatus>({ state: 'idle', driftMs: null, soundBlocked: false });
  /** True while this screen has left the party's playback. */
  readonly onTheirOwn = computed(() => this.status.value.state === 'detached');
  /** The party's position, for the seek bar, in ms. */
  readonly positionMs = signal(0);
  /** What can be watched of a live stream, in the party's positions; null for a film. */
  readonly live = signal<LiveView | null>(null);
  /** The film's length in ms; 0 while unknown, and for a live stream. */
  readonly durationMs = signal(0);
  /** How far the film is loaded from where it plays, in ms into the film. */
  readonly bufferedMs = signal(0);
  /** Why the film cannot be shown; empty when it can. */
  readonly problem = computed(() => this.party.clipProblem.value || this.source.problem.value);
  /** How much earlier than the party this screen plays, in ms; see sync/audio-offset.tsx. */
  readonly audioOffsetMs = signal(readPreference('audioOffsetMs', 0));
  /** What was done to keep up since the party was opened. */
  readonly corrections: CorrectionCount;
  /** What was done to keep up, in words; it goes on over every kind of source. */
  readonly log = new SyncLog();

  private readonly cleanups: (() => void)[] = [];
  /** A new one for every kind of source: a file and a stream are driven differently. */
  private follower: MediaFollower | null = null;
  private smoothedMs: number | null = null;
  private shownAtMs = Number.NEGATIVE_INFINITY;
  private shownPlayback: PlaybackAnchor | null = null;
  private readonly answer: PlaybackAnswer;

  constructor(
    private readonly party: Party,
    readonly video: HTMLVideoElement,
  ) {
    this.source = new FilmSource(video);
    this.captions = new Captions(video);
    party.ownPositionMs = () => (party.clipId.peek() === null ? null : this.ownPositionMs());
    this.corrections = new CorrectionCount(video);
    // Before that the party is still where the person has just left it.
    this.answer = new PlaybackAnswer(party.connection, () => this.follower?.rejoin());
    this.cleanups.push(
      () => this.answer.close(),
      effect(() => this.follow(this.source.adapter.value)),
      effect(() => this.onClip(party.clip.value)),
    );
    const onDuration = () => this.showLength();
    video.addEventListener('durationchange', onDuration);
    this.cleanups.push(() => video.removeEventListener('durationchange', onDuration));
  }

  /** The drift of the last minute, oldest first. */
  get driftHistory(): readonly DriftRecord[] {
    return this.follower?.driftHistory ?? [];
  }

  /** Where this screen is, as a position of the party, in ms. */
  ownPositionMs(): number {
    return this.source.adapter.peek().look().positionMs;
  }

  /** Where a party that is meant to play must be moved in a live stream, in ms; null where it can stay. */
  placeFor(positionMs: number): number | null {
    return this.source.live?.placeFor(positionMs) ?? null;
  }

  /** Whether the party could be there: all of a film can be watched, and what is kept of a live stream. */
  hasSomethingAt(positionMs: number): boolean {
    const live = this.live.value;
    return live === null || !live.tied || (positionMs <= live.endMs && this.placeFor(positionMs) === null);
  }

  /** Takes this screen alone to where the stream is now. */
  goLiveAlone({ liveMs }: LiveView): void {
    this.video.currentTime = liveMs / 1000;
  }

  /** Moves the whole party in a live stream, where it plays on if it played. */
  moveParty(positionMs: number): boolean {
    return this.party.connection.send({ type: 'seek', position: canonicalPosition(positionMs) / 1000, resume: true });
  }

  /** Stops this screen only. */
  pauseForMe(): void {
    this.follower?.detach();
  }

  /** Back to where the party is. */
  rejoin(): void {
    this.follower?.rejoin();
  }

  /** Puts the film where the party is, now, and asks the server for state and time. */
  resync(): void {
    this.follower?.resync();
  }

  /** From a click: plays with sound, whatever the browser refused before. */
  allowPlayback(): void {
    this.follower?.allowPlayback();
  }

  setAudioOffset(ms: number): void {
    this.audioOffsetMs.value = ms;
    keepPreference('audioOffsetMs', ms);
    if (this.follower !== null) this.follower.offsetMs = ms;
  }

  close(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    this.follower?.stop();
    this.corrections.close();
    this.captions.close();
    this.source.close();
    this.note.close();
  }

  private follow(media: MediaAdapter): void {
    this.follower?.stop();
    this.follower = followTimeline(media, this.party.connection, { log: this.log });
    this.follower.on('status', (status) => this.onStatus(status));
    this.follower.on('ownAction', (action) => this.onOwnAction(action));
    this.follower.offsetMs = this.audioOffsetMs.peek();
  }

  private onClip(clip: Clip | null): void {
    this.captions.forgetFiles();
    void this.captions.addAll(clip?.captions ?? []);
    this.source.load(clip?.url ?? null);
    announceToSystem(clip, this.party.details.title);
  }

  private onStatus(status: FollowerStatus): void {
    this.corrections.onStatus(status);
    const previous = this.smoothedMs;
    const measured = status.driftMs;
    const keepsUp = status.state === 'in-sync' || status.state === 'adjusting';
    this.smoothedMs = measured === null || !keepsUp ? null : (previous ?? measured) * (1 - smoothing) + measured * smoothing;
    const shown = this.status.peek();
    const { playback } = this.party.connection.state;
    const moved = playback !== this.shownPlayback;
    const changed = moved || status.state !== shown.state || status.soundBlocked !== shown.soundBlocked;
    this.shownPlayback = playback;
    const now = performance.now();
    if (!changed && now - this.shownAtMs < showIntervalMs) return;
    this.shownAtMs = now;
    this.status.value = { ...status, driftMs: this.smoothedMs ?? measured };
    this.live.value = this.source.live?.live() ?? null;
    this.showLength();
    const limitMs = this.durationMs.peek() || Number.POSITIVE_INFINITY;
    const look = this.source.adapter.peek().look();
    this.party.guard.reach(this.party.clipId.peek(), look.positionMs);
    this.positionMs.value = Math.min(this.party.connection.positionNowMs() ?? 0, limitMs);
    this.bufferedMs.value = bufferedUntilMs(look.buffered, look.positionMs);
  }

  private showLength(): void {
    const isFilm = Number.isFinite(this.video.duration) && this.live.peek() === null;
    this.durationMs.value = isFilm ? this.video.duration * 1000 : 0;
  }

  /** Media keys and headphones of someone who controls the party control the party. */
  private onOwnAction(action: OwnAction): void {
    if (!this.party.canControl.value) return;
    const command = action.kind === 'seek' ? { type: action.kind, position: action.positionMs / 1000 } : { type: action.kind };
    if (this.party.send(command)) this.answer.await();
  }
}

/** What lock screens and media keys show. */
function announceToSystem(clip: Clip | null, partyTitle: string): void {
  if (!('mediaSession' in navigator)) return;
  navigator.mediaSession.metadata = clip === null ? null : new MediaMetadata({ title: clip.title, artist: partyTitle });
}

/** The end of the loaded stretch that holds the playhead, in ms; 0 when there is none. */
function bufferedUntilMs(buffered: readonly BufferedRange[], positionMs: number): number {
  return buffered.find(({ startMs, endMs }) => startMs <= positionMs && positionMs <= endMs)?.endMs ?? 0;
}
