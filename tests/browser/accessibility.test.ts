// The page against the WCAG 2 A and AA rules that a machine can check, in dark and light.

import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './chromium.js';
import { Person } from './person.js';
import { Server } from './server.js';

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

/** What breaks a rule, as `rule: element`; empty when nothing does. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(
    async () =>
      (await (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      })) as AxeResults,
  );
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

describe.each(['dark', 'light'] as const)('in %s', (colorScheme) => {
  it('the first page, the invitation and the party break no rule', async () => {
    const alice = await Person.arrive(browser, server.origin, { colorScheme });
    const bob = await Person.arrive(browser, server.origin, { colorScheme, viewport: { width: 390, height: 844 } });

    await alice.page.goto(server.origin);
    await alice.page.getByLabel('Your name').waitFor();
    await alice.page.getByLabel('Search public parties').waitFor();
    expect(await violations(alice.page)).toEqual([]);

    const code = await alice.createParty('Alice', 'Film night');
    await bob.openLink(code);
    await bob.page.getByLabel('Your name').waitFor();
    expect(await violations(bob.page)).toEqual([]);

    await bob.joinByLink('Bob', code);
    await bob.seesParty('Film night');
    await alice.press('Play the sample film');
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    await alice.openPanel('Sync');
    expect(await violations(alice.page)).toEqual([]);
    await alice.hit('?');
    expect(await violations(alice.page)).toEqual([]);
    await alice.press('Close');
    await bob.press('Pause for me only');
    await bob.sees('You are on your own.');
    await alice.press('enter fullscreen mode');
    await alice.page.waitForFunction(() => document.fullscreenElement !== null);
    await alice.hit('t');
    await alice.page.getByLabel('Show chat and people').waitFor({ state: 'detached' });
    expect(await violations(alice.page)).toEqual([]);
    await alice.hit('f');

    await alice.openPanel('People');
    await alice.press('Manage Bob');
    expect(await violations(alice.page)).toEqual([]);
    expect(await violations(bob.page)).toEqual([]);

    await alice.page.getByRole('menuitem', { name: 'Remove from the party' }).click();
    expect(await violations(alice.page)).toEqual([]);
    await alice.confirm('Remove');
    await bob.seesHeading('You were removed from this party');
    expect(await violations(bob.page)).toEqual([]);
    await alice.leaveTown();
    await bob.leaveTown();
  });
});

describe.each(['dark', 'light'] as const)('the room in %s', (colorScheme) => {
  it('breaks no rule before the start, in a wait, and in its dialogs', async () => {
    const alice = await Person.arrive(browser, server.origin, { colorScheme });
    const bob = await Person.arrive(browser, server.origin, { colorScheme, viewport: { width: 390, height: 844 } });
    await bob.joinByLink('Bob', await alice.createParty('Alice', 'Film night'));
    await bob.seesParty('Film night');
    await alice.gatherBeforeSample();
    await bob.seesHeading('The film has not started yet');
    expect(await violations(alice.page)).toEqual([]);
    await alice.press('Ask if everyone is ready');
    await bob.page.getByTestId('ready-check').waitFor();
    expect(await violations(alice.page)).toEqual([]);
    await bob.press('Ready');
    await alice.page.getByTestId('countdown').waitFor();
    expect(await violations(bob.page)).toEqual([]);
    await bob.seesFilmPlaying();
    const release = await bob.stallFilm(/\?other/);
    await alice.changeFilm(`${server.origin}/media/sample.mp4?other`);
    await alice.sees(/Waiting for Bob/);
    await alice.openPanel('People');
    expect(await violations(alice.page)).toEqual([]);
    await bob.sees(/Waiting for you/);
    expect(await violations(bob.page)).toEqual([]);
    await release();
    await alice.press('Party settings');
    expect(await violations(alice.page)).toEqual([]);
    await alice.press('Done');
    await alice.leaveTown();
    await bob.leaveTown();
  });
});

describe.each(['dark', 'light'] as const)('the way in, in %s', (colorScheme) => {
  it('breaks no rule with invitations, a password and a waiting room', async () => {
    const alice = await Person.arrive(browser, server.origin, { colorScheme });
    const bob = await Person.arrive(browser, server.origin, { colorScheme, viewport: { width: 390, height: 844 } });
    const code = await alice.createParty('Alice', 'Film night');
    await alice.press('Invite');
    await alice.press('Make an invitation');
    await alice.sees('0 of 1 used');
    expect(await violations(alice.page)).toEqual([]);
    await alice.press('Done');
    await alice.press('Party settings');
    await alice.page.getByRole('checkbox', { name: /^Let people in one by one/ }).check();
    await alice.page.getByLabel(/^Password/).fill('popcorn');
    await alice.press('Set a password');
    await alice.page.getByRole('button', { name: 'Change the password' }).waitFor();
    expect(await violations(alice.page)).toEqual([]);
    await alice.press('Done');
    await bob.joinByLink('Bob', code);
    await bob.page.getByLabel('Password', { exact: true }).fill('peanuts');
    await bob.press('Join the party');
    await bob.sees(/not the party's password/);
    expect(await violations(bob.page)).toEqual([]);
    await bob.page.getByLabel('Password', { exact: true }).fill('popcorn');
    await bob.press('Join the party');
    await bob.seesHeading('You are in the waiting room');
    await alice.page.getByTestId('join-request').waitFor();
    expect(await violations(alice.page)).toEqual([]);
    expect(await violations(bob.page)).toEqual([]);
    await alice.leaveTown();
    await bob.leaveTown();
  });
});

describe.each(['dark', 'light'] as const)('the queue in %s', (colorScheme) => {
  it('breaks no rule, empty and full, nor do the playlists', async () => {
    const alice = await Person.arrive(browser, server.origin, { colorScheme });
    const bob = await Person.arrive(browser, server.origin, { colorScheme, viewport: { width: 390, height: 844 } });
    await bob.joinByLink('Bob', await alice.createParty('Alice', 'Film night'));
    await bob.seesParty('Film night');
    await alice.press('Play the sample film');
    await alice.seesFilmPlaying();
    for (const person of [alice, bob]) await person.openPanel('Queue');
    expect(await violations(alice.page)).toEqual([]);
    expect(await violations(bob.page)).toEqual([]);
    await alice.press('Add the sample film');
    await bob.page.locator('.queue-item').waitFor();
    expect(await violations(bob.page)).toEqual([]);
    await alice.press('The whole queue');
    expect(await violations(alice.page)).toEqual([]);
    await alice.page.goto(`${server.origin}/playlists`);
    await alice.page.getByLabel('Title').fill('Friday nights');
    expect(await violations(alice.page)).toEqual([]);
    await alice.press('Create');
    await alice.seesHeading('Friday nights');
    expect(await violations(alice.page)).toEqual([]);
    await alice.leaveTown();
    await bob.leaveTown();
  });
});

describe('the keyboard', () => {
  it('is enough to start a party and a film, and to pause it', async () => {
    const alice = await Person.arrive(browser, server.origin);
    const { keyboard } = alice.page;
    await alice.page.goto(server.origin);
    await alice.page.getByLabel('Your name').focus();
    await keyboard.type('Alice');
    await keyboard.press('Tab');
    await keyboard.type('Film night');
    await keyboard.press('Enter');
    await alice.seesParty('Film night');
    await alice.page.getByRole('button', { name: 'Play the sample film' }).focus();
    await keyboard.press('Enter');
    await alice.seesFilmPlaying();
    await alice.page.getByLabel('enter fullscreen mode').focus();
    await keyboard.press('k');
    await alice.seesFilmPaused();
    await alice.leaveTown();
  });
});
