// The operators' page: reached with a token, closed to everybody else; a party looked at and closed, a user blocked.

import axe, { type AxeResults } from 'axe-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { screenshotDirectory } from './paths.js';
import { Person } from './person.js';
import { setScene } from './two-people.js';

const scene = setScene();

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(async () => (await (window as unknown as { axe: typeof axe }).axe.run(document)) as AxeResults);
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** Nothing is wider than the page. */
async function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}

/** Where MATINEE_SCREENSHOTS is set, to be looked at. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env['MATINEE_SCREENSHOTS'] === undefined) return;
  mkdirSync(screenshotDirectory, { recursive: true });
  await page.screenshot({ path: join(screenshotDirectory, `admin-${name}.png`), fullPage: true });
}

it('is closed to who has no token, and opens for a good one', async () => {
  const eve = await Person.arrive(scene.browser, scene.server.origin, { colorScheme: 'light', viewport: { width: 390, height: 844 } });
  await eve.page.goto(`${scene.server.origin}/admin`);
  await eve.seesHeading('For operators');
  expect(await violations(eve.page)).toEqual([]);
  await picture(eve.page, 'closed-phone-light');
  await eve.page.getByLabel('Token').fill('nonsense');
  await eve.press('Continue');
  await eve.page.getByRole('alert').getByText(/not a JWT/).waitFor();
  const link = await scene.server.operatorsPage();
  await eve.page.getByLabel('Token').fill(link.split('#token=')[1] ?? '');
  await eve.press('Continue');
  await eve.page.getByRole('list', { name: 'Parties' }).getByText('Film night').waitFor();
  const search = eve.page.getByLabel('Search the parties');
  await search.fill('nothing has this title');
  await eve.sees('No listed party fits.');
  for (const sought of ['FILM', 'alice']) {
    await search.fill(sought);
    await eve.page.getByRole('list', { name: 'Parties' }).getByText('Film night').first().waitFor();
  }
  // Kept for this tab, and in no address.
  await eve.page.reload();
  await eve.page.getByRole('list', { name: 'Parties' }).getByText('Film night').waitFor();
  expect(eve.page.url()).toBe(`${scene.server.origin}/admin`);
  await eve.leaveTown();
});

it.each([
  ['dark', { width: 1280, height: 800 }],
  ['light', { width: 390, height: 844 }],
] as const)('an operator looks at a party, blocks somebody in it and closes it, in %s', async (colorScheme, viewport) => {
  const { alice, bob } = scene;
  const olga = await Person.arrive(scene.browser, scene.server.origin, { colorScheme, viewport });
  const { page } = olga;
  await page.goto(await scene.server.operatorsPage());
  await page.getByRole('list', { name: 'Parties' }).getByText('2 connections').waitFor();
  expect(page.url()).not.toContain('token');
  expect(await violations(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  await picture(page, `parties-${colorScheme}`);

  await alice.say('Hello');
  // By keyboard alone.
  await page.getByRole('link', { name: 'Look at Film night' }).first().focus();
  await page.keyboard.press('Enter');
  await olga.seesHeading('Film night');
  await page.getByRole('region', { name: 'What happened lately' }).getByRole('row', { name: /chat/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  await picture(page, `party-${colorScheme}`);

  await page.getByRole('button', { name: 'Block Bob' }).click();
  await olga.sees(/let in nowhere/);
  expect(await violations(page)).toEqual([]);
  await picture(page, `confirm-${colorScheme}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
  await bob.seesHeading('You cannot come in');
  await page.getByRole('button', { name: 'Block Bob' }).waitFor({ state: 'detached' });
  await bob.page.reload();
  await bob.seesHeading('You cannot come in');

  await page.getByRole('link', { name: 'All parties' }).click();
  await page.getByRole('button', { name: /^Unblock/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, `blocked-${colorScheme}`);
  await page.getByRole('button', { name: /^Unblock/ }).click();
  await olga.sees('Nobody is blocked.');
  await bob.page.reload();
  await bob.seesParty('Film night');

  await page.getByRole('link', { name: 'Look at Film night' }).first().click();
  await olga.press('Close the party');
  await olga.press('Cancel');
  await bob.seesParty('Film night');
  await olga.press('Close the party');
  await olga.confirm('Close the party');
  await alice.seesHeading('The party has ended');
  await bob.seesHeading('The party has ended');
  await page.getByText('over', { exact: true }).waitFor();
  expect(olga.complaints).toEqual([]);
  await olga.leaveTown();
});
