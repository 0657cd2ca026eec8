// The whole apparatus of a run: the server, the browser, the rig's own connection, and the clients behind their gates.
// Scenarios act on it and mark windows of time; what happened in them is worked out afterwards.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../browser/chromium.js';
import { Server } from '../../browser/server.js';
import type { Session } from '../measure/results.js';
import { film } from '../measure/timecode.js';
import type { Stretch } from '../measure/timeline.js';
import { buildMediaDirectory, filmPath } from '../page/pages.js';
import { Client, type ClientPlan } from './client.js';
import { Control } from './control.js';
import type { Notebook } from './notebook.js';

/** One rig, from `assemble()` to `dispose()`. */
export class Rig {
  readonly clients: Client[] = [];

  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
    private readonly mediaDirectory: string,
    private currentControl: Control,
  ) {}

  static async assemble(): Promise<Rig> {
    const mediaDirectory = mkdtempSync(join(tmpdir(), 'matinee-sync-'));
    await buildMediaDirectory(mediaDirectory);
    // One machine plays everyone, so the limits on guests and joins count them all as one.
    const server = await Server.launch({
      MATINEE_MEDIA_DIR: mediaDirectory,
      MATINEE_GUESTS_PER_HOUR_PER_ADDRESS: '1000',
      MATINEE_LOG_LEVEL: 'warn',
    });
    const browser = await launchBrowser();
    return new Rig(server, browser, mediaDirectory, await openControl(server));
  }

  /** The rig's own connection to the present party. */
  get control(): Control {
    return this.currentControl;
  }

  /** Ends the present clients and begins a new party. */
  async beginParty(): Promise<void> {
    for (const client of this.clients.splice(0)) await client.close();
    this.currentControl.close();
    this.currentControl = await openControl(this.server);
  }

  async join(plan: ClientPlan): Promise<Client> {
    const client = await Client.join(this.browser, Number(new URL(this.server.origin).port), this.control.code, plan);
    this.clients.push(client);
    return client;
  }

  /** A page beside the party, for the rig's own use. */
  openBlankPage(): Promise<Page> {
    return this.browser.newPage();
  }

  client(name: string): Client {
    const found = this.clients.find((client) => client.name === name);
    if (found === undefined) throw new Error(`no client is called ${name}`);
    return found;
  }

  /** Brings the party to a position, playing. Resolves at once; the stretch says when it moves. */
  async playFrom(positionMs: number): Promise<Stretch> {
    const sought = await this.control.change({ type: 'seek', position: positionMs / 1000, resume: true });
    return sought.playing ? sought : this.control.change({ type: 'play' });
  }

  /** Passes real time: what is measured takes as long as it takes. */
  pass(milliseconds: number): Promise<void> {
    return delay(milliseconds);
  }

  /** Fetches what all clients have recorded since they came. */
  async record(notebook: Notebook): Promise<Session> {
    for (const client of this.clients) {
      await client.collect();
      await client.readPageClock();
    }
    await this.control.readServerClock();
    const { serverClock, timeline } = this.control;
    const { offsetMs } = serverClock;
    return {
      notebook,
      tracks: new Map(this.clients.map((client) => [client.name, client.track(offsetMs, timeline)])),
      roundTrips: new Map(this.clients.map((client) => [client.name, client.roundTrips(offsetMs)])),
    };
  }

  /** How wrong a position can be placed in time at most, in ms: the bounds of all clocks together. */
  get clockErrorMs(): number {
    return this.control.serverClock.errorMs + Math.max(0, ...this.clients.map(({ pageClock }) => pageClock.errorMs));
  }

  async dispose(): Promise<void> {
    for (const client of this.clients.splice(0)) await client.close();
    this.control.close();
    await this.browser.close();
    await this.server.dispose();
    rmSync(this.mediaDirectory, { recursive: true, force: true });
  }
}

function openControl(server: Server): Promise<Control> {
  return Control.open(server.origin, filmPath, film.seconds * 1000);
}
