// What buttons and keys do with the film: for everyone where the person controls the party, else for this screen only.
// Sends commands and turns knobs; draws nothing.

import type { Command, ServerEvent } from '@matinee/sdk';
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

const notYours = 'Only the host and co-hosts can do this.';

/** What one person can do with the film of one party, until `close()`. */
export class FilmActions {
  private readonly position = new PendingChange((positionMs) => this.sendIfAllowed({ type: 'seek', position: positionMs / 1000 }));
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
    if (!this.allowed()) return;
    this.steppedSeconds = 0;
    this.position.want(this.withinFilm(positionMs));
  }

  /** Shows where a drag of the seek bar has come to, in ms; `seekTo` ends it. */
  drag(positionMs: number): void {
    if (!this.inControl) return;
    this.steppedSeconds = 0;
    this.position.hold(this.withinFilm(positionMs));
  }

  /** Moves the film by some seconds; negative is back. */
  step(seconds: number): void {
    if (!this.allowed()) return;
    this.steppedSeconds = seconds + (this.position.value.peek() === null ? 0 : this.steppedSeconds);
    this.seekBy(seconds * 1000);
    this.player.note.show(stepText(this.steppedSeconds));
  }

  /** One frame on or back; only a paused film shows single frames. */
  stepFrame(direction: 1 | -1): void {
    if (this.allowed() && !this.party.playing.peek()) this.seekBy(direction * frameMs);
  }

  /** To tenths of the film: 0 is the beginning. */
  seekToTenth(tenth: number): void {
    const durationMs = this.player.durationMs.peek();
    if (durationMs > 0) this.seekTo((durationMs * tenth) / 10);
  }

  setRate(rate: number): void {
    if (!this.allowed()) return;
    this.rate.want(rate);
    this.rate.flush();
  }

  /** One step slower or faster. */
  stepRate(direction: 1 | -1): void {
    if (!this.allowed()) return;
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
    const fromMs = this.position.value.peek() ?? this.party.connection.positionNowMs() ?? 0;
    this.position.want(this.withinFilm(fromMs + ms));
  }

  private withinFilm(positionMs: number): number {
    const lastMs = this.player.durationMs.peek() || Number.POSITIVE_INFINITY;
    return Math.max(0, Math.min(positionMs, lastMs));
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

  private allowed(): boolean {
    if (this.inControl) return true;
    if (this.party.clipId.peek() !== null) this.player.note.show(notYours);
    return false;
  }
}

function stepText(seconds: number): string {
  if (seconds === 0) return 'Back where it was';
  return `${seconds < 0 ? 'Back' : 'Forward'} ${Math.abs(seconds)} s`;
}
