// Where a test file plays: one server and one browser for all its tests.

import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './chromium.js';
import { Person } from './person.js';
import { Server } from './server.js';

/** There from before the first test of a file to after its last. */
export interface Stage {
  server: Server;
  browser: Browser;
  /** Somebody with a browser window of their own, on no page yet. */
  arrive(options?: BrowserContextOptions): Promise<Person>;
}

/** Sets the stage of a file: a server with these `settings`, and a browser. */
export function setStage(settings: Record<string, string> = {}): Stage {
  const stage = {
    arrive: (options?: BrowserContextOptions) => Person.arrive(stage.browser, stage.server.origin, options),
  } as Stage;
  beforeAll(async () => {
    stage.server = await Server.launch(settings);
    stage.browser = await launchBrowser();
  });
  afterAll(async () => {
    await stage.browser?.close();
    await stage.server?.dispose();
  });
  return stage;
}
