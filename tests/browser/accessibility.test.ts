// The page against the WCAG 2 A and AA rules that a machine can check, at each stop in dark and in light.

import axe, { type RunOnly } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { setStage } from './stage.js';

type ColorScheme = 'dark' | 'light';

const stage = setStage();

/** Light differs from dark in its colours, and in nothing else. */
const rules: [ColorScheme, RunOnly][] = [
  ['dark', { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }],
  ['light', { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }],
];

/** What breaks a rule, as `dark: rule: element`; empty when nothing does. */
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found: string[] = [];
  for (const [colorScheme, runOnly] of rules) {
    await page.emulateMedia({ colorScheme });
    // Colours fade into one another.
    await page.waitForFunction(() => document.getAnimations().every((one) => !(one instanceof CSSTransition)));
    const { violations } = await page.evaluate(
      (only) => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: only, resultTypes: ['violations'] }),
      runOnly,
    );
    for (const { id, nodes } of violations) found.push(...nodes.map(({ html }) => `${colorScheme}: ${id}: ${html}`));
  }
  return found;
}

const phone = { viewport: { width: 390, height: 844 } };

it('the first page, the invitation and the party break no rule', async () => {
  const alice = await stage.arrive();
  const bob = await stage.arrive(phone);

  await alice.page.goto(stage.server.origin);
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

it('the room breaks no rule before the start, in a wait, and in its dialogs', async () => {
  const alice = await stage.arrive();
  const bob = await stage.arrive(phone);
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
  await alice.changeFilm(`${stage.server.origin}/media/sample.mp4?other`);
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

it('the way in breaks no rule with invitations, a password and a waiting room', async () => {
  const alice = await stage.arrive();
  const bob = await stage.arrive(phone);
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

it('the queue breaks no rule, empty and full, nor do the playlists', async () => {
  const alice = await stage.arrive();
  const bob = await stage.arrive(phone);
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
  await alice.page.goto(`${stage.server.origin}/playlists`);
  await alice.page.getByLabel('Title').fill('Friday nights');
  expect(await violations(alice.page)).toEqual([]);
  await alice.press('Create');
  await alice.seesHeading('Friday nights');
  expect(await violations(alice.page)).toEqual([]);
  await alice.leaveTown();
  await bob.leaveTown();
});

it('the keyboard is enough to start a party and a film, and to pause it', async () => {
  const alice = await stage.arrive();
  const { keyboard } = alice.page;
  await alice.page.goto(stage.server.origin);
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
