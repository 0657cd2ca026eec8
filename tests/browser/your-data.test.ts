// One's own data, taken out and deleted; and how a party was attended, for who hosts it.

import { readFileSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from './person.js';
import { setStage } from './stage.js';

const stage = setStage();
let alice: Person;
let bob: Person;

beforeEach(async () => {
  alice = await stage.arrive();
  bob = await stage.arrive({ colorScheme: 'light', viewport: { width: 390, height: 844 } });
});
afterEach(async () => {
  expect(alice.complaints).toEqual([]);
  expect(bob.complaints).toEqual([]);
  await alice.leaveTown();
  await bob.leaveTown();
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(async () => (await (window as unknown as { axe: typeof axe }).axe.run(document)) as AxeResults);
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

it('one takes everything out as a file, and has it deleted after a question', async () => {
  const code = await alice.createParty('Alice', 'An evening to forget');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('An evening to forget');
  await alice.say('I was never here');
  await bob.openPanel('Chat');
  await bob.sees('I was never here');
  await alice.page.goto(stage.server.origin);
  await alice.page.getByRole('link', { name: 'Your data' }).click();
  const download = alice.page.waitForEvent('download');
  await alice.press('Export my data');
  const data = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
  expect(data.display_name).toBe('Alice');
  expect(data.messages).toMatchObject([{ message: 'I was never here' }]);
  expect(await violations(alice.page)).toEqual([]);

  await alice.press('Delete my data');
  await alice.sees(/cannot be taken back/);
  expect(await violations(alice.page)).toEqual([]);
  await alice.press('Cancel');
  await alice.press('Delete my data');
  await alice.confirm('Delete everything');
  await alice.sees('Your data is deleted.');
  await alice.page.getByLabel('Your name').waitFor();
  await bob.page.getByText('I was never here').waitFor({ state: 'detached' });
});

it('a host sees how the party was attended, while it goes on and afterwards', async () => {
  const code = await alice.createParty('Alice', 'Well attended');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('Well attended');
  await alice.press('Play the sample film');
  await alice.seesFilmPlaying();
  await alice.say('Here we go');
  await bob.page.goto(stage.server.origin);
  await bob.page.getByRole('link', { name: 'Your data' }).waitFor();
  const overflow = await bob.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
  expect(await bob.page.getByRole('link', { name: 'Figures: Well attended' }).count()).toBe(0);
  await alice.press('End party');
  await alice.confirm('End party');
  await alice.press('Back to the first page');
  await alice.page.getByRole('link', { name: 'Figures: Well attended' }).click();
  await alice.page.getByRole('img', { name: 'People over time: at most 2 at once.' }).waitFor();
  await alice.page.getByRole('img', { name: /^1 messages and 0 reactions/ }).waitFor();
  expect(await violations(alice.page)).toEqual([]);
  await alice.page.getByText('As a table').first().click();
  await alice.page.getByRole('columnheader', { name: 'People at the end' }).waitFor();
  expect(await violations(alice.page)).toEqual([]);
});
