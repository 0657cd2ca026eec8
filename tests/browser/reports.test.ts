// Reported messages, for a host who was not there when it happened.

import { expect, it } from 'vitest';
import { Person } from './person.js';
import { setScene } from './two-people.js';

const scene = setScene();

it('a host who was away sees what was reported, deletes it, and mutes who wrote it', async () => {
  const { alice, bob, code, server, browser } = scene;
  const cleo = await Person.arrive(browser, server.origin);
  await cleo.joinByLink('Cleo', code);
  await cleo.seesParty('Film night');
  await alice.page.goto(server.origin);
  await bob.say('He dies in the end');
  await cleo.openPanel('Chat');
  await cleo.sees('He dies in the end');
  await cleo.act('He dies in the end', 'Report to the host');
  await cleo.confirm('Report');
  await cleo.sees('The host has been told.');
  await alice.openLink(code);
  await alice.openPanel('People');
  await alice.press('Reported messages: 1');
  const entry = alice.page.getByRole('list', { name: 'Reported messages' }).getByRole('listitem');
  await entry.getByText('He dies in the end').waitFor();
  await entry.getByRole('button', { name: 'Mute for 10 minutes' }).click();
  await entry.getByRole('button', { name: 'Unmute' }).waitFor();
  await entry.getByRole('button', { name: 'Delete' }).click();
  await entry.getByText('It was deleted.').waitFor();
  await cleo.sees('This message was deleted.');
  await alice.press('Done');
  await alice.page.getByRole('button', { name: 'Reported messages: 0' }).waitFor();
  expect(cleo.complaints).toEqual([]);
  await cleo.leaveTown();
});
