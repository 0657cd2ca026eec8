// What the video element plays: a file by its address, or an HLS stream through hls.js, which is loaded only then. Owns
// the element's source and nothing else of it.

import { ElementAdapter, type HlsAdapter, type MediaAdapter } from '@matinee/sdk';
import { computed, signal, type Signal } from '@preact/signals';
import type { HlsStream } from './hls-stream';
import { NativeStreamAdapter } from './native-stream';

/** One picture quality of a stream. */
export interface Quality {
  /** Index into the stream's levels. */
  level: number;
  /** In pixels; 0 when the stream does not say. */
  height: number;
  /** Bits per second. */
  bitrate: number;
}

/** How a player that may be a live stream tells what can be watched of it. */
export type LiveSource = Pick<HlsAdapter, 'live' | 'placeFor'>;

/** Picks the quality by the line's speed. */
export const automatic = -1;

/** Where a stream with this address needs hls.js or a browser that plays HLS by itself. */
export function isHls(address: string): boolean {
  try {
    return /\.m3u8$/i.test(new URL(address, location.origin).pathname);
  } catch {
    return false;
  }
}

/** The source of one video element, from construction to `close()`. */
export class FilmSource {
  /** How to drive the element, which depends on what feeds it. */
  readonly adapter: Signal<MediaAdapter>;
  /** What there is to choose from; empty for a plain file. */
  readonly qualities = signal<readonly Quality[]>([]);
  /** The level chosen by the person, or `automatic`. */
  readonly chosenLevel = signal(automatic);
  /** The level that plays; null while unknown. */
  readonly playingLevel = signal<number | null>(null);
  /** Why the film cannot be shown; empty when it can. */
  readonly problem = signal('');
  readonly playingQuality = computed(
    () => this.qualities.value.find((quality) => quality.level === this.playingLevel.value) ?? null,
  );

  private readonly plain: MediaAdapter;
  private readonly native: NativeStreamAdapter;
  private address: string | null = null;
  private stream: HlsStream | null = null;
  private readonly onError = () => {
    if (this.stream === null && this.video.error !== null) this.problem.value = mediaProblem(this.video.error);
  };

  constructor(private readonly video: HTMLVideoElement) {
    this.plain = new ElementAdapter(video);
    this.native = new NativeStreamAdapter(video);
    this.adapter = signal(this.plain);
    video.addEventListener('error', this.onError);
  }

  /** Null for what cannot be a live stream. */
  get live(): LiveSource | null {
    const adapter = this.adapter.peek();
    return adapter === this.native ? this.native : (this.stream?.adapter ?? null);
  }

  /** Plays what is at an address, from the beginning of loading; null for nothing. */
  load(address: string | null): void {
    this.address = address;
    this.open();
  }

  /** Loads the same film anew, after a problem. */
  retry(): void {
    this.open();
  }

  chooseQuality(level: number): void {
    this.chosenLevel.value = level;
    this.stream?.chooseLevel(level);
  }

  close(): void {
    this.video.removeEventListener('error', this.onError);
    this.address = null;
    this.open();
  }

  private open(): void {
    this.stream?.close();
    this.stream = null;
    this.qualities.value = [];
    this.chosenLevel.value = automatic;
    this.playingLevel.value = null;
    this.problem.value = '';
    const { address, video } = this;
    // What played before must not go on while something else loads.
    video.removeAttribute('src');
    video.load();
    const native = address !== null && isHls(address) && !needsHlsLibrary(video);
    this.adapter.value = native ? this.native : this.plain;
    if (address === null) return;
    if (isHls(address) && !native) void this.openStream(address);
    else video.src = address;
  }

  private async openStream(address: string): Promise<void> {
    try {
      const { HlsStream } = await import('./hls-stream');
      if (this.address !== address || this.stream !== null) return;
      const stream = new HlsStream(this.video, {
        qualities: (qualities) => (this.qualities.value = qualities),
        playingLevel: (level) => (this.playingLevel.value = level),
        problem: (problem) => (this.problem.value = problem),
      });
      this.stream = stream;
      this.adapter.value = stream.adapter;
      stream.load(address);
    } catch {
      if (this.address === address) this.problem.value = 'The player for this stream could not be loaded. Check your connection.';
    }
  }
}

/** hls.js where it can work, since it offers qualities and reports its errors; the browser's own HLS elsewhere. */
function needsHlsLibrary(video: HTMLVideoElement): boolean {
  return 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis || video.canPlayType('application/vnd.apple.mpegurl') === '';
}

function mediaProblem(error: MediaError): string {
  switch (error.code) {
    case MediaError.MEDIA_ERR_NETWORK:
      return 'The film stopped loading. Its server may be down.';
    case MediaError.MEDIA_ERR_DECODE:
      return 'The film is damaged or uses a format this browser cannot decode.';
    default:
      return 'This browser cannot play the film. The address must lead directly to a video file, such as MP4 or WebM, or to an HLS stream.';
  }
}
