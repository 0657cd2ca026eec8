// The few things the follower asks of a player, and how an HTMLMediaElement does them.

import type { PlaybackAnchor } from './playback.js';
import { FrameBias } from './sync/frame-bias.js';
import type { MediaLook } from './sync/playback-controller.js';

/** What a player tells about. `changed` stands for everything that makes another look worthwhile. */
export type MediaHappening = 'play' | 'pause' | 'seeking' | 'emptied' | 'volume' | 'changed';

/** A player as the follower drives it. Implement it to follow with a player of your own. */
export interface MediaAdapter {
  /** Identifies what is loaded; another value means another film. */
  readonly source: string;
  muted: boolean;
  /** What the player is doing right now. Called up to 40 times a second. */
  look(): Omit<MediaLook, 'atMs' | 'visible'>;
  /** Rejects with a `NotAllowedError` where the browser wants a person to act first. */
  play(): Promise<void>;
  pause(): void;
  seek(positionMs: number): void;
  setRate(rate: number, preservesPitch: boolean): void;
  /**
   * What to follow where the party follows `anchor` and is at `positionMs` now: null where that says nothing about what
   * is loaded, a live stream, and the media just plays while the party plays. Left out, every position means itself.
   * Called before every look.
   */
  resolve?(anchor: PlaybackAnchor, positionMs: number): PlaybackAnchor | null;
  /** Before anything is loaded: where playback is going to start, so that loading can begin there. */
  prepare?(positionMs: number): void;
  /** Starts telling; the returned function ends it. */
  subscribe(listener: (happening: MediaHappening) => void): () => void;
}

/** Which events of an element mean what. */
const happenings: Record<string, MediaHappening> = {
  play: 'play',
  pause: 'pause',
  seeking: 'seeking',
  emptied: 'emptied',
  volumechange: 'volume',
  loadedmetadata: 'changed',
  durationchange: 'changed',
  canplay: 'changed',
  playing: 'changed',
  seeked: 'changed',
  waiting: 'changed',
  stalled: 'changed',
  ended: 'changed',
};

/** A `<video>` or `<audio>` element with a source of its own or fed by media source extensions. */
export class ElementAdapter implements MediaAdapter {
  private readonly bias = new FrameBias();
  private frameRequest: number | null = null;

  constructor(protected readonly element: HTMLMediaElement) {}

  get source(): string {
    return this.element.currentSrc ?? '';
  }

  get muted(): boolean {
    return this.element.muted;
  }

  set muted(muted: boolean) {
    this.element.muted = muted;
  }

  look(): Omit<MediaLook, 'atMs' | 'visible'> {
    const { element } = this;
    return {
      positionMs: element.currentTime * 1000 + (element.paused ? 0 : this.bias.ms),
      paused: element.paused,
      seeking: element.seeking,
      ended: element.ended,
      loaded: element.readyState >= element.HAVE_METADATA,
      ready: element.readyState >= element.HAVE_FUTURE_DATA,
      endMs: Number.isFinite(element.duration) ? element.duration * 1000 : Number.POSITIVE_INFINITY,
      rate: element.playbackRate,
      buffered: rangesOf(element.buffered),
    };
  }

  play(): Promise<void> {
    return this.element.play();
  }

  pause(): void {
    this.element.pause();
  }

  seek(positionMs: number): void {
    this.element.currentTime = positionMs / 1000;
  }

  setRate(rate: number, preservesPitch: boolean): void {
    const { element } = this;
    if (element.preservesPitch !== preservesPitch) element.preservesPitch = preservesPitch;
    if (element.playbackRate !== rate) element.playbackRate = rate;
  }

  subscribe(listener: (happening: MediaHappening) => void): () => void {
    const entries = Object.entries(happenings).map(([name, happening]) => {
      const listen = () => listener(happening);
      this.element.addEventListener(name, listen);
      return () => this.element.removeEventListener(name, listen);
    });
    const watch = () => this.watchFrames();
    this.element.addEventListener('playing', watch);
    return () => {
      for (const remove of entries) remove();
      this.element.removeEventListener('playing', watch);
      this.stopWatching();
    };
  }

  private watchFrames(): void {
    const video = this.element as Partial<HTMLVideoElement>;
    if (video.requestVideoFrameCallback === undefined) return;
    this.stopWatching();
    this.bias.restart();
    this.nextFrame(this.element as HTMLVideoElement);
  }

  private nextFrame(video: HTMLVideoElement): void {
    this.frameRequest = video.requestVideoFrameCallback((_, frame) => {
      this.frameRequest = null;
      const untilShownMs = frame.expectedDisplayTime - performance.now();
      const positionMs = video.currentTime * 1000 + untilShownMs * video.playbackRate;
      this.bias.addFrame(frame.mediaTime * 1000, positionMs);
      if (this.bias.wantsFrames && !video.paused) this.nextFrame(video);
    });
  }

  private stopWatching(): void {
    if (this.frameRequest !== null) (this.element as HTMLVideoElement).cancelVideoFrameCallback(this.frameRequest);
    this.frameRequest = null;
  }
}

function rangesOf(ranges: TimeRanges | undefined): { startMs: number; endMs: number }[] {
  return Array.from({ length: ranges?.length ?? 0 }, (_, index) => ({
    startMs: (ranges?.start(index) ?? 0) * 1000,
    endMs: (ranges?.end(index) ?? 0) * 1000,
  }));
}
