// Finding a party on the first page: public ones, one's own to come back to, those of friends.

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from './person.js';
import { setStage } from './stage.js';

const stage = setStage();
let alice: Person;
let bob: Person;

beforeEach(async () => {
  alice = await stage.arrive();
  bob = await stage.arrive();
});
afterEach(async () => {
  expect(alice.complaints).toEqual([]);
  expect(bob.complaints).toEqual([]);
  await alice.leaveTown();
  await bob.leaveTown();
});

it('a stranger finds a public party by a word of its title, and goes in under a name', async () => {
  await alice.createParty('Alice', 'Cartoons for rainy Sundays', { visibility: 'Everyone' });
  await bob.page.goto(stage.server.origin);
  await bob.page.getByLabel('Search public parties').fill('rain');
  await bob.page.getByRole('link', { name: 'Join: Cartoons for rainy Sundays' }).click();
  await bob.sees('A public party is waiting for you.');
  await bob.page.getByLabel('Your name').fill('Bob');
  await bob.press('Join the party');
  await bob.seesParty('Cartoons for rainy Sundays');
  await alice.openPanel('People');
  await alice.page.locator('.people').getByText('Bob').waitFor();
});

it('a search that finds nothing says so, and a private party is not found', async () => {
  await alice.createParty('Alice', 'Nobody finds this');
  await bob.page.goto(stage.server.origin);
  await bob.page.getByLabel('Search public parties').fill('nobody finds');
  await bob.sees('No public party has this in its title.');
});

it('one comes back with one click, and sees what is over', async () => {
  const code = await alice.createParty('Alice', 'A long evening');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('A long evening');
  await bob.page.goto(stage.server.origin);
  await bob.sees(/with Alice/);
  await bob.page.getByRole('link', { name: 'Come back: A long evening' }).click();
  await bob.seesParty('A long evening');
  await alice.press('End party');
  await alice.confirm('End party');
  await bob.seesHeading('The party has ended');
  await bob.press('Back to the first page');
  await bob.sees(/over, less than a minute/);
  expect(await bob.page.getByRole('link', { name: /^Come back/ }).count()).toBe(0);
  await bob.page.getByRole('link', { name: 'Watch again: A long evening' }).click();
  await bob.seesParty('A long evening');
  expect(new URL(bob.page.url()).pathname).toMatch(/^\/party\/again\//);
});

it('the link of a party that is over leads those who were in it to watch it again', async () => {
  const code = await alice.createParty('Alice', 'A long evening');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('A long evening');
  await bob.say('who else comes?');
  await bob.page.goto(stage.server.origin);
  await alice.press('End party');
  await alice.confirm('End party');
  await alice.seesHeading('The party has ended');
  await bob.openLink(code);
  await bob.seesHeading('The party has ended');
  await bob.press('Watch it again with its chat');
  await bob.seesParty('A long evening');
  await bob.sees('No film was chosen in this party.');
  await bob.sees('who else comes?');
});

it('people who meet in a party become friends, and see each other’s parties', async () => {
  const code = await alice.createParty('Alice', 'Where we met');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('Where we met');
  await bob.openPanel('People');
  await bob.choose('More about Alice', 'Add as friend');
  await bob.sees('Alice will see your request.');
  await alice.page.goto(stage.server.origin);
  await alice.sees('asks to be your friend');
  await alice.press('Accept: Bob');
  await alice.page.getByRole('button', { name: 'Remove: Bob' }).waitFor();
  await alice.createParty('Alice', 'Friends only', { visibility: 'My friends' });
  await bob.page.goto(stage.server.origin);
  await bob.page.getByRole('link', { name: 'Join: Friends only' }).click();
  await bob.seesParty('Friends only');
});

it('a host lets back in who was removed before the page was reloaded', async () => {
  const code = await alice.createParty('Alice', 'Film night');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('Film night');
  await alice.manage('Bob', 'Remove from the party');
  await alice.confirm('Remove');
  await bob.seesHeading('You were removed from this party');
  await alice.page.reload();
  await alice.openPanel('People');
  await alice.press('Let back in: Bob');
  await bob.openLink(code);
  await bob.seesParty('Film night');
});
