// Takes pictures of the page for people to look at: desktop and phone, dark and light, into build/screenshots/. With
// `--readme`, also the picture for the README.

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from './chromium.js';
import { readmePicture, screenshotDirectory } from './paths.js';
import { Person } from './person.js';
import setupSampleFilm from './sample-film.js';
import { Server } from './server.js';

const looks: Record<string, BrowserContextOptions> = {
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'desktop-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', isMobile: true, hasTouch: true },
  'phone-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
};

const picture = (name: string) => join(screenshotDirectory, `${name}.png`);

async function say(person: Person, text: string): Promise<void> {
  await person.page.getByLabel('Message', { exact: true }).fill(text);
  await person.press('Send');
  await person.sees(text);
}

/** A party that has been going on for a little while, seen by its host. */
async function photographParty(browser: Browser, origin: string, look: string): Promise<void> {
  const host = await Person.arrive(browser, origin, looks[look]);
  const code = await host.createParty('Ann', 'Friday night films');
  await host.page.screenshot({ path: picture(`party-empty-${look}`), fullPage: true });
  const guests = [];
  for (const name of ['Bob', 'Cleo', 'Dan']) {
    const guest = await Person.arrive(browser, origin, looks[look]);
    await guest.joinByLink(name, code);
    await guest.seesParty('Friday night films');
    guests.push(guest);
  }
  await host.manage('Bob', 'Make co-host');
  await host.seesRole('Bob', 'Co-host');
  await host.press('Play the sample film');
  await host.seesFilmPlaying();
  await host.seekTo(154);
  await host.seesFilmPausedAt(154);
  await host.press('Play for everyone');
  const [jonas, priya] = guests;
  if (jonas === undefined || priya === undefined) throw new Error('the guests did not come');
  await say(jonas, 'Made it, popcorn ready');
  await say(priya, 'Is that the same frame on your side?');
  await say(host, 'Frame for frame. Look at the counter!');
  await host.sees(/In sync, \d/);
  for (const guest of guests) await guest.press('Applause');
  await host.page.waitForFunction(() => document.querySelectorAll('.floating span').length >= 3);
  await host.page.waitForFunction(() =>
    document.getAnimations().every((animation) => Number(animation.currentTime ?? 0) > 500),
  );
  await host.page.screenshot({ path: picture(`party-${look}`), fullPage: true });
  if (look === 'desktop-dark' && process.argv.includes('--readme')) {
    mkdirSync(dirname(readmePicture), { recursive: true });
    await host.page.screenshot({ path: readmePicture });
  }
  await jonas.page.screenshot({ path: picture(`party-co-host-${look}`) });
  await priya.page.screenshot({ path: picture(`party-viewer-${look}`) });
  for (const person of [host, ...guests]) await person.leaveTown();
}

async function photographHome(browser: Browser, origin: string, look: string): Promise<void> {
  const visitor = await Person.arrive(browser, origin, looks[look]);
  await visitor.page.goto(origin);
  await visitor.page.getByLabel('Your name').waitFor();
  await visitor.page.screenshot({ path: picture(`home-${look}`), fullPage: true });
  await visitor.openLink('ABC234');
  await visitor.page.getByLabel('Your name').waitFor();
  await visitor.page.screenshot({ path: picture(`invitation-${look}`) });
  await visitor.leaveTown();
}

setupSampleFilm();
mkdirSync(screenshotDirectory, { recursive: true });
const server = await Server.launch();
const browser = await launchBrowser();
try {
  for (const look of Object.keys(looks)) {
    await photographHome(browser, server.origin, look);
    await photographParty(browser, server.origin, look);
  }
  console.log(`screenshots: ${screenshotDirectory}`);
} finally {
  await browser.close();
  await server.dispose();
}
