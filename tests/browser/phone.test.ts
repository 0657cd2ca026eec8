// The page on a phone: one column, no sideways scrolling.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './chromium.js';
import { Person } from './person.js';
import { Server } from './server.js';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await Server.launch();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

it('has the panels below the film, and nothing scrolls sideways', async () => {
  const alice = await Person.arrive(browser, server.origin, phone);
  await alice.createParty('Alice', 'A night with a rather long title, to see whether that fits');
  await alice.press('Play the sample film');
  await alice.seesFilmPlaying();
  const film = await alice.page.getByLabel('Film', { exact: true }).boundingBox();
  expect(film?.width).toBe(phone.viewport.width);
  for (const panel of ['Chat', 'People', 'Sync'] as const) {
    await alice.openPanel(panel);
    const box = await alice.page.getByRole('tabpanel', { name: panel }).boundingBox();
    const filmNow = await alice.page.getByLabel('Film', { exact: true }).boundingBox();
    expect(box?.y, panel).toBeGreaterThanOrEqual((filmNow?.y ?? 0) + (filmNow?.height ?? 0));
    expect(await alice.page.evaluate(() => document.documentElement.scrollWidth), panel).toBe(phone.viewport.width);
  }
  expect(alice.complaints).toEqual([]);
  await alice.leaveTown();
});
