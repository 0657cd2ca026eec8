// A live HLS stream: a server whose playlist is a window that slides over the segments of the sample film as if they were
// being made right now. Another origin than the page's, as streams usually are.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { liveSegments } from './paths.js';

/** As tests/browser/make-stream cuts them. */
const segmentSeconds = 2;

export interface LiveOptions {
  /** How many segments the playlist has. */
  windowSegments?: number;
  /** Whether it tells their dates. */
  dated?: boolean;
  /** Whether they are all of one length by the playlist; players go by the data. */
  even?: boolean;
}

/** One stream, live from `open()` on, with a full window. */
export class LiveStream {
  private readonly startedAtMs = Date.now();
  private endedAtMs: number | null = null;

  private constructor(
    private readonly server: Server,
    private readonly options: Required<LiveOptions>,
  ) {}

  static async open({ windowSegments = 10, dated = true, even = true }: LiveOptions = {}): Promise<LiveStream> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stream = new LiveStream(server, { windowSegments, dated, even });
    server.on('request', ({ url = '' }, response) => stream.answer(url, response));
    return stream;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/live.m3u8`;
  }

  /** No more segments come, and the playlist says so. */
  end(): void {
    this.endedAtMs = Date.now();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(url: string, response: ServerResponse): void {
    const name = url.split('/').at(-1) ?? '';
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    if (name === 'live.m3u8') return void response.end(this.playlist());
    if (/^live-(init\.mp4|\d{3}\.m4s)$/.test(name)) return void response.end(readFileSync(join(liveSegments, name)));
    response.writeHead(404).end();
  }

  private playlist(): string {
    const { windowSegments } = this.options;
    const runMs = (this.endedAtMs ?? Date.now()) - this.startedAtMs;
    const first = Math.floor(runMs / 1000 / segmentSeconds);
    const segments = Array.from({ length: windowSegments }, (_, index) => this.segment(first + index));
    return [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      `#EXT-X-TARGETDURATION:${segmentSeconds}`,
      `#EXT-X-MEDIA-SEQUENCE:${first}`,
      '#EXT-X-MAP:URI="live-init.mp4"',
      ...segments.flat(),
      ...(this.endedAtMs === null ? [] : ['#EXT-X-ENDLIST']),
      '',
    ].join('\n');
  }

  private segment(number: number): string[] {
    const { windowSegments, dated, even } = this.options;
    const date = new Date(this.startedAtMs + (number - windowSegments) * segmentSeconds * 1000);
    const seconds = even ? segmentSeconds : segmentSeconds + (number % 2 === 0 ? 0.02 : -0.02);
    return [
      ...(dated ? [`#EXT-X-PROGRAM-DATE-TIME:${date.toISOString()}`] : []),
      `#EXTINF:${seconds.toFixed(6)},`,
      `live-${String(number).padStart(3, '0')}.m4s`,
    ];
  }
}
