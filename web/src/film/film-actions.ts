// What buttons and keys do with the film: for everyone where the person controls the party, else for this screen only.
// Sends commands and turns knobs; draws nothing.

import { canonicalPosition, isLivePosition, type Command, type PartySettings, type ServerEvent } from '@matinee/sdk';
import type { ReadonlySignal } from '@preact/signals';
import type { Party } from '../party/party';
import { PendingChange } from './pending-change';
import type { Player } from './player';
import { nearbyRate, rateText } from './rates';
import type { Undoable } from './undoable';

/** One frame at 25 a second, in ms: what a step with `,` and `.` moves. */
const frameMs = 40;
/** How much a key changes the volume, of 1. */
const volumeStep = 0.05;

const notMovable = 'Nothing ties the screens together in this stream: it cannot be moved for everyone.';

/** What one person can do with the film of one party, until `close()`. */
export class FilmActions {
  private readonly position = new PendingChange((positionMs) =>
    this.sendIfAllowed({ type: 'seek', position: canonicalPosition(positionMs) / 1000 }),
  );
  private readonly rate = new PendingChange((rate) => this.sendIfAllowed({ type: 'set-rate', rate }));
  private readonly stopListening: () => void;
  /** What steps add up to since the party last stood where this person wants it, in s. */
  private steppedSeconds = 0;

  constructor(
    private readonly party: Party,
    private readonly player: Player,
    private readonly undoable: Undoable,
    /** Dispatches a media-chrome request, such as to go full screen, to the controller around the film. */
    private readonly request: (name: string, detail?: unknown) => void,
  ) {
    this.stopListening = party.connection.on('event', (event) => this.onEvent(event));
  }

  close(): void {
    this.stopListening();
    this.position.forget();
    this.rate.forget();
  }

  /** Where this person is moving the film to, in ms; null while they are not. */
  get targetMs(): ReadonlySignal<number | null> {
    return this.position.value;
  }

  /** Whether this person moves the film for everyone, and there is one. */
  get inControl(): boolean {
    return this.party.canControl.value && this.party.clipId.value !== null;
  }

  /** Whether this person can move it to other positions, and at other speeds. */
  get canMove(): boolean {
    return this.inControl && this.player.live.value?.tied !== false;
  }

  /** To where a live stream is now, and on from there: for everyone, or for oneself where nothing ties the screens. */
  goLive(): void {
    const live = this.player.live.peek();
    if (live === null || live.ended) return;
    if (!live.tied) return this.player.goLiveAlone(live);
    if (!this.allowed()) return;
    this.position.forget();
    if (this.player.moveParty(live.liveMs) && !this.party.meantToPlay.peek()) this.party.send({ type: 'play' });
  }

  /** For everyone, or for oneself where that is all one may. */
  togglePlaying(): void {
    if (!this.inControl) return this.togglePersonalPause();
    // In the order of the presses: some parties pause after a seek.
    this.position.flush();
    this.party.send({ type: this.party.meantToPlay.peek() ? 'pause' : 'play' });
  }

  /** Steps out of the party's playback, or back into it. */
  togglePersonalPause(): void {
    if (this.party.clipId.peek() === null) return;
    if (this.player.onTheirOwn.peek()) this.player.rejoin();
    else if (this.player.video.paused) this.player.note.show('The film is paused for everyone already.');
    else this.player.pauseForMe();
  }

  /** Moves the film there, in ms; seeks in quick succession become one. */
  seekTo(positionMs: number): void {
    if (!this.movable()) return;
    this.steppedSeconds = 0;
    this.position.want(this.withinFilm(positionMs));
  }

  /** Shows where a drag of the seek bar has come to, in ms; `seekTo` ends it. */
  drag(positionMs: number): void {
    if (!this.canMove) return;
    this.steppedSeconds = 0;
    this.position.hold(this.withinFilm(positionMs));
  }

  /** Moves the film by some seconds; negative is back. */
  step(seconds: number): void {
    if (!this.movable()) return;
    this.steppedSeconds = seconds + (this.position.value.peek() === null ? 0 : this.steppedSeconds);
    this.seekBy(seconds * 1000);
    this.player.note.show(stepText(this.steppedSeconds));
  }

  /** One frame on or back; only a paused film shows single frames. */
  stepFrame(direction: 1 | -1): void {
    if (this.movable() && !this.party.playing.peek()) this.seekBy(direction * frameMs);
  }

  /** To tenths of the film, or of what is kept of a live stream: 0 is the beginning. */
  seekToTenth(tenth: number): void {
    const { fromMs, toMs } = this.extent();
    if (Number.isFinite(toMs)) this.seekTo(fromMs + ((toMs - fromMs) * tenth) / 10);
  }

  setRate(rate: number): void {
    if (!this.movable()) return;
    this.rate.want(rate);
    this.rate.flush();
  }

  /** One step slower or faster. */
  stepRate(direction: 1 | -1): void {
    if (!this.movable()) return;
    const rate = nearbyRate(this.rate.value.peek() ?? this.party.rate.peek(), direction);
    this.rate.want(rate);
    this.player.note.show(`Speed ${rateText(rate)}`);
  }

  /** Takes the last seek or skip back, or, after that, again. A seek not sent yet is just given up. */
  undo(): void {
    if (!this.allowed()) return;
    if (this.position.isSettling) return this.position.forget();
    if (this.undoable.last.peek() === null) this.player.note.show('Nothing to undo.');
    else this.party.send({ type: 'undo' });
  }

  toggleMuted(): void {
    const { video, note } = this.player;
    this.request(video.muted ? 'mediaunmuterequest' : 'mediamuterequest');
    note.show(video.muted ? 'Muted' : 'Sound on');
  }

  changeVolume(direction: 1 | -1): void {
    const { video, note } = this.player;
    const volume = Math.round((video.volume + direction * volumeStep) * 100) / 100;
    this.request('mediavolumerequest', Math.max(0, Math.min(1, volume)));
    note.show(`Volume ${Math.round(video.volume * 100)} %`);
  }

  toggleCaptions(): void {
    const { captions, note } = this.player;
    if (captions.tracks.peek().length === 0) return note.show('This film has no captions. You can add a file.');
    const shown = captions.toggle();
    note.show(shown === null ? 'Captions off' : `Captions: ${shown.label}`);
  }

  toggleFullscreen(): void {
    this.request(document.fullscreenElement === null ? 'mediaenterfullscreenrequest' : 'mediaexitfullscreenrequest');
  }

  private seekBy(ms: number): void {
    const live = this.player.live.peek();
    const partyMs = this.party.connection.positionNowMs() ?? 0;
    const unplaced = live !== null && !isLivePosition(partyMs);
    const fromMs = this.position.value.peek() ?? (unplaced ? live.liveMs : partyMs);
    this.position.want(this.withinFilm(fromMs + ms));
  }

  private withinFilm(positionMs: number): number {
    const { fromMs, toMs } = this.extent();
    return Math.max(fromMs, Math.min(positionMs, toMs));
  }

  private extent(): { fromMs: number; toMs: number } {
    const live = this.player.live.peek();
    if (live !== null) return { fromMs: live.startMs, toMs: live.liveMs };
    return { fromMs: 0, toMs: this.player.durationMs.peek() || Number.POSITIVE_INFINITY };
  }

  private onEvent(event: ServerEvent): void {
    const isOwn = 'by' in event && event.by?.user_id === this.party.myId;
    if (event.type === 'skip') this.position.forget();
    else if (event.type === 'seek' && isOwn) this.position.answered();
    else if (event.type === 'rate' && isOwn) this.rate.answered();
  }

  /** What the person may no longer do by now is not done. */
  private sendIfAllowed(command: Command): boolean {
    return this.inControl && this.party.send(command);
  }

  private movable(): boolean {
    if (!this.allowed()) return false;
    if (!this.canMove) this.player.note.show(notMovable);
    return this.canMove;
  }

  private allowed(): boolean {
    if (this.inControl) return true;
    if (this.party.clipId.peek() !== null) this.player.note.show(notYours(this.party.state.peek().settings));
    return false;
  }
}

function notYours({ control_by: by }: Pick<PartySettings, 'control_by'>): string {
  return by === 'host' ? 'Only the host can do this.' : 'Only the host and co-hosts can do this.';
}

function stepText(seconds: number): string {
  if (seconds === 0) return 'Back where it was';
  return `${seconds < 0 ? 'Back' : 'Forward'} ${Math.abs(seconds)} s`;
}
