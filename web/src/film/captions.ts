// The captions of one video element: what the film brings, and files someone adds for themselves. One shows at a time.

import type { Caption } from '@matinee/sdk';
import { signal } from '@preact/signals';
import { keepPreference, readPreference } from '../ui/preferences';
import { decodeText, largestSubtitlesBytes, toWebVtt } from './subtitles-file';

const captionsTimeoutMs = 15_000;

/** One set of captions to choose. */
export interface CaptionTrack {
  track: TextTrack;
  label: string;
}

/** Raised for a file that holds no captions; its message is for the person who chose it. */
export class SubtitlesError extends Error {
  override readonly name = 'SubtitlesError';
}

/** The captions of a video element, from construction to `close()`. */
export class Captions {
  /** Everything there is to choose from. */
  readonly tracks = signal<readonly CaptionTrack[]>([]);
  /** What shows; null for none. */
  readonly showing = signal<TextTrack | null>(null);

  private readonly ownElements: HTMLTrackElement[] = [];
  /** Counts the films, to notice what came too late for one. */
  private films = 0;
  private readonly onChange = () => this.read();
  private readonly onAdded = () => {
    this.showPreferred();
    this.read();
  };

  constructor(private readonly video: HTMLVideoElement) {
    video.textTracks.addEventListener('addtrack', this.onAdded);
    video.textTracks.addEventListener('removetrack', this.onChange);
    video.textTracks.addEventListener('change', this.onChange);
    this.read();
  }

  /** Shows one track, or none, and remembers the language for the next film. */
  choose(chosen: TextTrack | null): void {
    keepPreference('captionsLanguage', chosen?.language ?? '');
    this.show(chosen);
  }

  /** Off when something shows, else on with the track that showed last or the first. The new track, or null. */
  toggle(): CaptionTrack | null {
    const next = this.showing.value === null ? (this.preferred() ?? this.tracks.value[0] ?? null) : null;
    this.choose(next?.track ?? null);
    return next;
  }

  /** Adds a .vtt or .srt file for this screen only, and shows it. Throws a SubtitlesError. */
  async addFile(file: File): Promise<void> {
    if (file.size > largestSubtitlesBytes) throw new SubtitlesError(`“${file.name}” is too large for captions.`);
    const vtt = toWebVtt(decodeText(new Uint8Array(await file.arrayBuffer())));
    if (vtt === null) throw new SubtitlesError(`No captions in “${file.name}”. It must be a .vtt or .srt file.`);
    this.show(this.append(vtt, file.name, ''));
  }

  /** Adds what a film brings beside itself. A file that cannot be had is left out. */
  async addAll(captions: readonly Caption[]): Promise<void> {
    const film = this.films;
    const loaded = await Promise.all(captions.map(async (caption) => ({ caption, vtt: await fetchVtt(caption.url) })));
    // Another film may be on by now.
    if (film !== this.films) return;
    for (const { caption, vtt } of loaded) if (vtt !== null) this.append(vtt, caption.label, caption.language);
    this.showPreferred();
  }

  /** Takes away the files of the film that was, whoever added them. */
  forgetFiles(): void {
    this.films += 1;
    for (const element of this.ownElements.splice(0)) {
      URL.revokeObjectURL(element.src);
      element.remove();
    }
    this.read();
  }

  close(): void {
    this.video.textTracks.removeEventListener('addtrack', this.onAdded);
    this.video.textTracks.removeEventListener('removetrack', this.onChange);
    this.video.textTracks.removeEventListener('change', this.onChange);
    this.forgetFiles();
  }

  private append(vtt: string, label: string, language: string): TextTrack {
    const element = document.createElement('track');
    element.kind = 'subtitles';
    element.label = label;
    element.srclang = language;
    element.src = URL.createObjectURL(new Blob([vtt], { type: 'text/vtt' }));
    this.ownElements.push(element);
    this.video.append(element);
    return element.track;
  }

  private show(chosen: TextTrack | null): void {
    for (const track of captionTracks(this.video)) track.mode = track === chosen ? 'showing' : 'disabled';
    this.read();
  }

  private preferred(): CaptionTrack | undefined {
    const language = readPreference('captionsLanguage', '');
    return language === '' ? undefined : labelled(this.video).find(({ track }) => track.language === language);
  }

  private showPreferred(): void {
    if (this.showing.value === null) {
      const track = this.preferred()?.track;
      if (track !== undefined) this.show(track);
    }
  }

  private read(): void {
    this.tracks.value = labelled(this.video);
    this.showing.value = captionTracks(this.video).find((track) => track.mode === 'showing') ?? null;
  }
}

/** Fetched rather than linked: a video of another origin would not be given a linked track. */
async function fetchVtt(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(captionsTimeoutMs) });
    const data = response.ok ? await response.arrayBuffer() : null;
    return data === null || data.byteLength > largestSubtitlesBytes ? null : toWebVtt(decodeText(new Uint8Array(data)));
  } catch {
    return null;
  }
}

function captionTracks(video: HTMLVideoElement): TextTrack[] {
  return [...video.textTracks].filter(({ kind }) => kind === 'subtitles' || kind === 'captions');
}

function labelled(video: HTMLVideoElement): CaptionTrack[] {
  return captionTracks(video).map((track, index) => ({
    track,
    label: track.label || languageName(track.language) || `Captions ${index + 1}`,
  }));
}

function languageName(language: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
