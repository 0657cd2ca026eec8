// One measured client: a browser context behind its own gate, with its own wall clock, on one of the measured pages.

import { performance } from 'node:perf_hooks';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { ClockBounds } from '../measure/clock-bounds.js';
import type { RoundTripReport } from '../measure/results.js';
import { blockRow, film } from '../measure/timecode.js';
import type { Timeline } from '../measure/timeline.js';
import { Track } from '../measure/track.js';
import { Gate } from '../gate/gate.js';
import type { Link } from '../gate/link.js';
import { pagePath } from '../page/pages.js';
import { installRecorder, type Recording } from '../page/recorder.js';
import { installWallClock, type WallClockError } from '../page/wall-clock.js';

/** Which page a client watches on: the application, the SDK alone, or the specification's sample code. */
export type ClientKind = 'application' | 'sdk' | 'specification';

/** What a client is to be. */
export interface ClientPlan {
  name: string;
  kind: ClientKind;
  link: Partial<Link>;
  wallClock: WallClockError;
}

const sampleIntervalMs = 25;
const clockReadings = 40;
/** How long a page may take for anything. */
const patience = { timeout: 30_000 };

/** Opens with `join`, ends with `close`. */
export class Client {
  /** The page's clock (`performance.now()` there) minus the rig's. */
  readonly pageClock = new ClockBounds();
  private readonly recording: Recording = { positions: [], frames: [], reports: [] };

  private constructor(
    readonly plan: ClientPlan,
    readonly gate: Gate,
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly devtools: CDPSession,
    /** When the page was opened, on the rig's clock. */
    readonly openedAtMs: number,
  ) {}

  /** Joins a party as a guest and opens its page, through a gate of its own. */
  static async join(browser: Browser, serverPort: number, code: string, plan: ClientPlan): Promise<Client> {
    const gate = await Gate.open(serverPort, plan.link);
    const origin = `http://127.0.0.1:${gate.port}`;
    const context = await browser.newContext({ viewport: { width: 640, height: 480 } });
    await context.addInitScript(installWallClock, plan.wallClock);
    await context.addInitScript(installRecorder, { intervalMs: sampleIntervalMs, row: blockRow, filmWidth: film.width });
    const { request } = context;
    await request.post(`${origin}/api/v1/session/guest`, { data: { display_name: plan.name } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    let address = `${origin}/party/${code}`;
    if (plan.kind !== 'application') {
      const joined = await request.post(`${origin}/api/v1/watch-parties/${code}/join`);
      const { ws_url } = (await joined.json()) as { ws_url: string };
      address = `${origin}${pagePath(`${plan.kind}-client`)}#${encodeURIComponent(ws_url)}`;
    }
    const openedAtMs = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    const client = new Client(plan, gate, context, page, devtools, openedAtMs);
    await client.readPageClock();
    return client;
  }

  get name(): string {
    return this.plan.name;
  }

  /** Waits until the film has its first frame. */
  async untilFilmIsThere(): Promise<void> {
    await this.page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, undefined, patience);
  }

  /** Waits until the film wants to play and cannot, for want of data. */
  async untilFilmStands(): Promise<void> {
    await this.page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 4) < 3, undefined, patience);
  }

  stepWallClock(byMs: number): Promise<void> {
    return this.page.evaluate((by) => window.matineeStepWallClock(by), byMs);
  }

  watchBlocks(watch: boolean): Promise<void> {
    return this.page.evaluate((on) => window.matineeRecorder.watchBlocks(on), watch);
  }

  /** Fetches what the page has written down. */
  async collect(): Promise<void> {
    const drained = await this.page.evaluate(() => window.matineeRecorder.drain());
    this.recording.positions.push(...drained.positions);
    this.recording.frames.push(...drained.frames);
    this.recording.reports.push(...drained.reports);
  }

  /** Narrows the bounds of the page's clock. The page must not have been loaded anew. */
  async readPageClock(): Promise<void> {
    for (let n = 0; n < clockReadings; ++n) {
      const askedMs = performance.now();
      const { result } = await this.devtools.send('Runtime.evaluate', { expression: 'performance.now()' });
      const knownMs = performance.now();
      this.pageClock.add({ askedMs, knownMs, readingMs: Number(result.value), resolutionMs: 0.1 });
    }
  }

  /** The track so far; `serverOffsetMs` is server time minus the rig's clock. */
  track(serverOffsetMs: number, timeline: Timeline): Track {
    const { positions, frames } = this.recording;
    return new Track(this.name, positions, frames, serverOffsetMs - this.pageClock.offsetMs, timeline);
  }

  /** The round trips the client told the server of. */
  roundTrips(serverOffsetMs: number): RoundTripReport[] {
    return this.recording.reports.flatMap(([at, { rtt_ms: roundTripMs }]) =>
      roundTripMs === undefined ? [] : [{ serverMs: at + serverOffsetMs - this.pageClock.offsetMs, roundTripMs }],
    );
  }

  /** The page as it looks now: a PNG file in base64. */
  async screenshot(): Promise<string> {
    const { data } = await this.devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
    return data;
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.gate.close();
  }
}
