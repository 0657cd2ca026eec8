// Runs inside a measured page, put there before the page's own scripts: writes down where the film stands, which frames
// are shown and what the page reports, all on the page's monotonic clock. Nothing here changes what the page does.

/** [at, position in ms, rate, 1 when it plays] */
export type PositionRecord = [atMs: number, positionMs: number, rate: number, moving: 0 | 1];
/** [when it is shown, the frame's time in ms, the brightness of its blocks while the judge watches] */
export type FrameRecord = [shownAtMs: number, mediaMs: number, blocks: number[] | null];
/** What the page told the server with a `report`, and when. */
export type ReportRecord = [atMs: number, report: { position_ms: number; rtt_ms?: number; server_time_ms?: number }];

/** What was written down since the last `drain()`. */
export interface Recording {
  positions: PositionRecord[];
  frames: FrameRecord[];
  reports: ReportRecord[];
}

export interface Recorder {
  drain(): Recording;
  /** Has the blocks of every shown frame read, from here on. */
  watchBlocks(watch: boolean): void;
}

export interface RecorderOptions {
  intervalMs: number;
  /** Where the blocks are in the film. */
  row: { left: number; top: number; width: number; height: number; blocks: number };
  /** The width of a film that the row is described for; another size of it is scaled. */
  filmWidth: number;
}

declare global {
  interface Window {
    matineeRecorder: Recorder;
  }
}

/** Self-contained, since it travels to the page as text. */
export function installRecorder({ intervalMs, row, filmWidth }: RecorderOptions): void {
  const empty = (): Recording => ({ positions: [], frames: [], reports: [] });
  const now = performance.now.bind(performance);
  let recording = empty();
  let watching = false;
  let observed: HTMLVideoElement | null = null;
  const canvas = new OffscreenCanvas(row.width, row.height);
  const pixels = canvas.getContext('2d', { willReadFrequently: true });

  function readBlocks(video: HTMLVideoElement): number[] | null {
    if (!watching || pixels === null) return null;
    const scale = video.videoWidth / filmWidth;
    const [left, top] = [row.left * scale, row.top * scale];
    pixels.drawImage(video, left, top, row.width * scale, row.height * scale, 0, 0, row.width, row.height);
    const { data } = pixels.getImageData(0, row.height / 2, row.width, 1);
    const step = row.width / row.blocks;
    return Array.from({ length: row.blocks }, (_, block) => data[Math.floor((block + 0.5) * step) * 4 + 1] ?? 0);
  }

  function observeFrames(video: HTMLVideoElement): void {
    video.requestVideoFrameCallback((_, { expectedDisplayTime, mediaTime }) => {
      if (observed !== video) return;
      recording.frames.push([expectedDisplayTime, mediaTime * 1000, readBlocks(video)]);
      observeFrames(video);
    });
  }

  setInterval(() => {
    const video = document.querySelector('video');
    if (video === null) return;
    if (video !== observed) {
      observed = video;
      observeFrames(video);
    }
    const moving = !video.paused && !video.seeking && !video.ended && video.readyState > 2;
    const at = now();
    recording.positions.push([at, video.currentTime * 1000, video.playbackRate, moving ? 1 : 0]);
  }, intervalMs);

  const OriginalWebSocket = window.WebSocket;
  window.WebSocket = class extends OriginalWebSocket {
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (typeof data === 'string' && data.includes('"report"')) recording.reports.push([now(), JSON.parse(data)]);
      super.send(data as string);
    }
  };

  window.matineeRecorder = {
    drain() {
      const drained = recording;
      recording = empty();
      return drained;
    },
    watchBlocks(watch) {
      watching = watch;
    },
  };
}
