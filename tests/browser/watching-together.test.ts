// Two people watch one film: what one does in control, both see.

import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.js';
import { apart, Person } from './person.js';
import { Server } from './server.js';

/** Two screens this close show the same moment to anyone in the room, in seconds. */
const together = 0.15;

let server: Server;
let browser: Browser;
let alice: Person;
let bob: Person;
let code: string;

beforeAll(async () => {
  server = await Server.launch();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});
beforeEach(async () => {
  alice = await Person.arrive(browser, server.origin);
  bob = await Person.arrive(browser, server.origin);
  code = await alice.createParty('Alice', 'Film night');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('Film night');
});
afterEach(async () => {
  expect(alice.complaints).toEqual([]);
  expect(bob.complaints).toEqual([]);
  await alice.leaveTown();
  await bob.leaveTown();
});

async function bothPlaySample(): Promise<void> {
  await alice.press('Play the sample film');
  await alice.seesFilmPlaying();
  await bob.seesFilmPlaying();
  await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
}

describe('the host’s controls', () => {
  it('start the sample film on both screens, in step', async () => {
    await bothPlaySample();
    await bob.sees(/In sync/);
    await alice.sees(/In sync/);
  });

  it('pause both on one frame and go on together', async () => {
    await bothPlaySample();
    await alice.press('Pause for everyone');
    await alice.seesFilmPaused();
    await bob.seesFilmPaused();
    await expect.poll(async () => Math.abs((await alice.moment()).position - (await bob.moment()).position)).toBeLessThan(0.04);
    await alice.press('Play for everyone');
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('seek both, which pauses them there', async () => {
    await bothPlaySample();
    await alice.seekTo(90);
    await alice.seesFilmPausedAt(90);
    await bob.seesFilmPausedAt(90);
  });

  it('skip both to another film from its beginning', async () => {
    await bothPlaySample();
    await alice.seekTo(60);
    await bob.seesFilmPausedAt(60);
    await alice.page.getByText('Change the film').click();
    await alice.page.getByLabel('Address of a video').fill(`${server.origin}/media/sample.mp4?another`);
    await alice.press('Play this');
    await expect.poll(() => bob.filmSource()).toMatch(/\?another$/);
    await bob.seesFilmPlaying();
    await alice.seesFilmPlaying();
    expect((await bob.moment()).position).toBeLessThan(15);
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });
});

describe('roles', () => {
  it('leave a viewer without controls, by mouse or keyboard', async () => {
    await bothPlaySample();
    expect(await bob.countSharedControls()).toBe(0);
    await bob.page.getByLabel('Full screen').focus();
    await bob.page.keyboard.press('k');
    await bob.page.keyboard.press('ArrowRight');
    // Chat travels the same line: once it has arrived, a command before it would have too.
    await bob.page.getByLabel('Message', { exact: true }).fill('nothing happened');
    await bob.press('Send');
    await alice.sees('nothing happened');
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('give controls to a co-host at once, and take them back', async () => {
    await bothPlaySample();
    await alice.manage('Bob', 'Make co-host');
    await bob.seesRole('Bob', 'Co-host');
    await bob.press('Pause for everyone');
    await alice.seesFilmPaused();
    await alice.manage('Bob', 'Make viewer');
    await bob.seesRole('Bob', 'Viewer');
    await expect.poll(() => bob.countSharedControls()).toBe(0);
  });

  it('pass to another host', async () => {
    await alice.manage('Bob', 'Hand over the party');
    await alice.confirm('Hand over');
    await bob.seesRole('Bob', 'Host');
    await bob.page.getByRole('button', { name: 'End party' }).waitFor();
    await alice.page.getByRole('button', { name: 'End party' }).waitFor({ state: 'detached' });
  });
});

describe('saying goodbye', () => {
  it('tells who was removed, and keeps them out', async () => {
    await alice.manage('Bob', 'Remove from the party');
    await alice.confirm('Remove');
    await bob.seesHeading('You were removed from this party');
    await bob.openLink(code);
    await bob.seesHeading('You were removed from this party');
  });

  it('tells everyone when the party ends, and whoever comes late', async () => {
    await alice.press('End party');
    await alice.confirm('End party');
    await alice.seesHeading('The party has ended');
    await bob.seesHeading('The party has ended');
    await bob.openLink(code);
    await bob.seesHeading('The party has ended');
  });

  it('lets someone leave and come back', async () => {
    await bob.press('Leave');
    await bob.seesHeading('You have left the party');
    await alice.page.locator('.person', { hasText: 'Bob' }).waitFor({ state: 'detached' });
    await bob.press('Enter again');
    await alice.seesRole('Bob', 'Viewer');
  });
});

describe('a code nobody has', () => {
  it('is told plainly', async () => {
    await bob.openLink('ZZZZZ9');
    await bob.seesHeading('No party has this code');
  });
});

describe('what people write', () => {
  it('is shown as text, whatever it is', async () => {
    await bob.page.getByLabel('Message', { exact: true }).fill('<img src=x onerror=alert(1)>');
    await bob.press('Send');
    await alice.sees('<img src=x onerror=alert(1)>');
    expect(await alice.page.locator('.chat img').count()).toBe(0);
  });
});
