// The ways into a party besides its code: an invitation, a password, the waiting room; and who is its host again.

import { expect, it } from 'vitest';
import { Person } from './person.js';
import { setScene } from './two-people.js';

const scene = setScene();

async function arrive(): Promise<Person> {
  return Person.arrive(scene.browser, scene.server.origin, { viewport: { width: 390, height: 844 } });
}

it('an invitation for one lets in one, and says who came', async () => {
  const { alice } = scene;
  const [cleo, dan] = [await arrive(), await arrive()];
  await alice.press('Invite');
  await alice.page.getByLabel('For whom').fill('Cleo');
  await alice.page.getByLabel('Lets in').selectOption('one person');
  await alice.press('Make an invitation');
  const entry = alice.page.getByRole('list', { name: 'Invitations' }).getByRole('listitem');
  await entry.getByText('0 of 1 used').waitFor();
  const code = await entry.locator('.code').textContent();
  await cleo.joinByLink('Cleo', code ?? '');
  await cleo.seesParty('Film night');
  await entry.getByText('Used by Cleo').waitFor();
  await entry.getByText('Used up').waitFor();
  await dan.joinByLink('Dan', code ?? '');
  await dan.seesHeading('This invitation is used up');
  await cleo.page.reload();
  await cleo.seesParty('Film night');
  for (const person of [cleo, dan]) {
    expect(person.complaints).toEqual([]);
    await person.leaveTown();
  }
});

it('a party with a password asks for it, and says when it is wrong', async () => {
  const { alice, bob, code } = scene;
  const cleo = await arrive();
  await alice.press('Party settings');
  await alice.page.getByLabel(/^Password/).fill('popcorn');
  await alice.press('Set a password');
  await alice.page.getByRole('button', { name: 'Change the password' }).waitFor();
  await alice.press('Done');
  await bob.openPanel('Chat');
  await bob.sees('Alice changed the settings: a password is asked for');
  await cleo.joinByLink('Cleo', code);
  await cleo.seesHeading('This party has a password');
  await cleo.page.getByLabel('Password', { exact: true }).fill('peanuts');
  await cleo.press('Join the party');
  await cleo.sees(/not the party's password/);
  await cleo.page.getByLabel('Password', { exact: true }).fill('popcorn');
  await cleo.press('Join the party');
  await cleo.seesParty('Film night');
  await bob.page.reload();
  await bob.seesParty('Film night');
  expect(cleo.complaints).toEqual([]);
  await cleo.leaveTown();
});

it('who waits to be let in is let in with one press, or told that they were not', async () => {
  const { alice, code } = scene;
  const [cleo, dan] = [await arrive(), await arrive()];
  await alice.press('Party settings');
  await alice.page.getByRole('checkbox', { name: /^Let people in one by one/ }).check();
  await alice.press('Done');
  await cleo.joinByLink('Cleo', code);
  await cleo.seesHeading('You are in the waiting room');
  await alice.page.getByTestId('join-request').getByText('Cleo waits to be let in').waitFor();
  await dan.joinByLink('Dan', code);
  await dan.seesHeading('You are in the waiting room');
  await alice.page.getByTestId('join-request').getByText('One more waits.').waitFor();
  await alice.press('Let in');
  await cleo.seesParty('Film night');
  await alice.page.getByTestId('join-request').getByText('Dan waits to be let in').waitFor();
  await alice.page.reload();
  await alice.page.getByTestId('join-request').getByText('Dan waits to be let in').waitFor();
  await alice.press('Decline');
  await dan.seesHeading('You were not let in');
  await alice.page.getByTestId('join-request').waitFor({ state: 'detached' });
  for (const person of [cleo, dan]) {
    expect(person.complaints).toEqual([]);
    await person.leaveTown();
  }
});

it('who started the party and left it is its host again when they come back', async () => {
  const { alice, bob, code } = scene;
  await alice.press('Leave');
  await alice.confirm('Leave');
  await alice.seesHeading('You have left the party');
  await bob.sees('You are the host now.');
  await alice.press('Join again');
  await alice.seesParty('Film night');
  await alice.openPanel('People');
  await alice.press('Be the host again');
  await alice.seesRole('Alice', 'Host');
  await bob.openPanel('Chat');
  await bob.sees('Alice took the role of the host back');
  expect(new URL(alice.page.url()).pathname).toContain(code);
});
