// Coming back: after a reload, after the server's death, and past the browser's autoplay policy.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.js';
import { apart, Person, plainParty } from './person.js';
import { Server } from './server.js';

const together = 0.15;

let server: Server;
let browser: Browser;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  server = await Server.launch();
  alice = await Person.arrive(browser, server.origin);
  bob = await Person.arrive(browser, server.origin);
  await bob.joinByLink('Bob', await alice.createParty('Alice', 'Film night', plainParty));
  await bob.seesParty('Film night');
  await alice.press('Play the sample film');
  await alice.seesFilmPlaying();
  await bob.seesFilmPlaying();
});
afterEach(async () => {
  await alice.leaveTown();
  await bob.leaveTown();
  await server.dispose();
});

describe('a reload', () => {
  it('resumes a playing film where the party is', async () => {
    await bob.page.reload();
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('resumes a paused film on the party’s frame, and keeps the role', async () => {
    await alice.seekTo(75);
    await alice.seesFilmPausedAt(75);
    await alice.page.reload();
    await alice.seesFilmPausedAt(75);
    await alice.seesRole('Alice', 'Host');
    await alice.press('Play for everyone');
    await bob.seesFilmPlaying();
  });
});

describe('a dead server', () => {
  it('is told while it lasts, and the party goes on when it is back', async () => {
    const before = await bob.moment();
    await server.kill();
    await bob.sees(/Connection lost, retrying in \d+ s…/);
    await alice.sees(/Connection lost/);
    await server.start();
    await bob.sees(/In sync/);
    await alice.sees(/In sync/);
    await alice.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
    const after = await bob.moment();
    expect(after.position - before.position).toBeCloseTo(after.at - before.at, 0);
    await alice.press('Pause for everyone');
    await bob.seesFilmPaused();
  });

  it('is told by the first page too', async () => {
    const carol = await Person.arrive(browser, server.origin);
    await carol.page.goto(server.origin);
    await carol.page.getByLabel('Your name').fill('Carol');
    await carol.page.getByLabel('Title').fill('Nothing');
    await server.kill();
    await carol.press('Start the party');
    await carol.sees('The server does not answer.');
    await carol.leaveTown();
  });
});

describe('the autoplay policy', () => {
  it('starts the film muted, and one click turns the sound on', async () => {
    const strict = await launchBrowser({ autoplay: false });
    try {
      // Signed in without a click on the page: what someone who follows a link in a new window looks like.
      const carol = await Person.arrive(strict, server.origin);
      await carol.signInUnseen('Carol');
      await carol.openLink(new URL(alice.page.url()).pathname.split('/').at(-1) ?? '');
      await expect.poll(() => carol.filmOnItsOwn()).toEqual({ muted: true, paused: false });
      await carol.press('Turn sound on');
      await carol.page.waitForFunction(() => document.querySelector('video')?.muted === false);
      await carol.seesFilmPlaying();
    } finally {
      await strict.close();
    }
  });
});
