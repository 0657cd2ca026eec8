// One HLS stream in a video element, through hls.js. Its own chunk: nothing else may import this file statically.

import { HlsAdapter } from '@matinee/sdk';
import Hls, { ErrorDetails, ErrorTypes, type ErrorData } from 'hls.js';
import workerPath from 'hls.js/dist/hls.worker.js?url';
import type { Quality } from './film-source';

/** What a stream tells. */
export interface HlsListener {
  qualities: (qualities: readonly Quality[]) => void;
  playingLevel: (level: number) => void;
  /** A sentence when the stream is given up, for a person; empty when it plays again. */
  problem: (problem: string) => void;
}

/** How often a broken decoder is set up anew before the stream is given up. */
const mostRecoveries = 2;
/** What has been played is kept this long, in s: enough for a step back, little enough for a phone. */
const backBufferSeconds = 60;

/** Made for one address: `load()` it once, `close()` detaches it. */
export class HlsStream {
  /** Drives the element while this stream feeds it. */
  readonly adapter: HlsAdapter;

  private readonly hls: Hls;
  private recoveries = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    listener: HlsListener,
  ) {
    this.hls = new Hls({ workerPath, capLevelToPlayerSize: true, backBufferLength: backBufferSeconds });
    this.hls.on(Hls.Events.MANIFEST_PARSED, () => listener.qualities(qualitiesOf(this.hls)));
    this.hls.on(Hls.Events.LEVEL_SWITCHED, (_name, { level }) => listener.playingLevel(level));
    this.hls.on(Hls.Events.ERROR, (_name, error) => {
      if (error.fatal && !this.recovered(error)) listener.problem(streamProblem(error));
    });
    this.adapter = new HlsAdapter(video, this.hls);
  }

  load(address: string): void {
    this.hls.loadSource(address);
    this.hls.attachMedia(this.video);
  }

  /** Plays one level from here on, or -1 to choose by the line's speed. */
  chooseLevel(level: number): void {
    this.hls.nextLevel = level;
  }

  close(): void {
    this.hls.destroy();
  }

  private recovered(error: ErrorData): boolean {
    if (error.type !== ErrorTypes.MEDIA_ERROR || this.recoveries >= mostRecoveries) return false;
    this.recoveries += 1;
    this.hls.recoverMediaError();
    return true;
  }
}

function qualitiesOf(hls: Hls): Quality[] {
  return hls.levels
    .map(({ height, bitrate }, level) => ({ level, height, bitrate }))
    .sort((a, b) => b.height - a.height || b.bitrate - a.bitrate);
}

function streamProblem(error: ErrorData): string {
  if (error.details === ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR) {
    return 'The stream uses a format this browser cannot decode.';
  }
  if (error.type === ErrorTypes.NETWORK_ERROR) {
    const status = error.response?.code ?? 0;
    return status >= 400
      ? `The stream could not be loaded: its server answered ${status}.`
      : 'The stream stopped loading. Its server may be down, or not allow this page to read it (CORS).';
  }
  return 'The stream is damaged, or this browser cannot decode it.';
}
