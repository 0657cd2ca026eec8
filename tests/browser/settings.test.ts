// The settings of a party: chosen at its start, changed by the host, true for everyone at once.

import { expect, it } from 'vitest';
import { Person } from './person.js';
import { bothPlaySample, setScene } from './two-people.js';

const scene = setScene();

it('the page’s parties wait for everyone and play on after a jump', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await alice.seekTo(90);
  await expect.poll(async () => (await bob.moment()).position).toBeGreaterThan(90.3);
  await bob.openPanel('People');
  await bob.sees('The film waits for everyone, a jump plays on.');
});

it('the host changes them, and everyone sees it and has it so', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('People');
  expect(await bob.page.getByRole('button', { name: 'Party settings' }).count()).toBe(0);
  await alice.press('Party settings');
  await alice.page.getByRole('radio', { name: /^Nobody/ }).check();
  await bob.sees('The film waits for nobody, a jump plays on.');
  await alice.page.getByRole('checkbox', { name: /^Keep playing after a jump/ }).uncheck();
  await bob.sees('The film waits for nobody, a jump pauses.');
  await alice.press('Done');
  await alice.seekTo(60);
  await bob.seesFilmPausedAt(60);
  await bob.openPanel('Chat');
  await bob.sees('Alice changed the settings: a jump pauses');
  await bob.page.reload();
  await bob.openPanel('People');
  await bob.sees('The film waits for nobody, a jump pauses.');
});

it('who comes later reads what was changed, not how everything is', async () => {
  const { alice, browser, server, code } = scene;
  await alice.press('Party settings');
  await alice.page.getByRole('checkbox', { name: /^Keep playing after a jump/ }).uncheck();
  await alice.press('Done');
  await alice.openPanel('Chat');
  await alice.sees('You changed the settings: a jump pauses');
  const cleo = await Person.arrive(browser, server.origin);
  await cleo.joinByLink('Cleo', code);
  const line = cleo.page.getByText(/^Alice changed the settings/);
  await line.waitFor();
  expect(await line.textContent()).toBe('Alice changed the settings: a jump pauses');
  await cleo.leaveTown();
});

it('everyone may control the film where the host says so', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  expect(await bob.countSharedControls()).toBe(0);
  await alice.press('Party settings');
  await alice.page.getByRole('radio', { name: /^Everyone Each of us/ }).check();
  await bob.press('Pause for everyone');
  await alice.seesFilmPaused();
  await alice.page.getByRole('radio', { name: /^The host alone/ }).check();
  await expect.poll(() => bob.countSharedControls()).toBe(0);
});

it('nobody new gets into a locked party, and a replaced code is worth nothing', async () => {
  const { alice, bob, browser, server, code } = scene;
  const cleo = await Person.arrive(browser, server.origin);
  await alice.press('Party settings');
  await alice.page.getByRole('checkbox', { name: /^Lock the party/ }).check();
  await alice.press('Done');
  await cleo.joinByLink('Cleo', code);
  await cleo.sees(/locked this party/);
  await bob.page.reload();
  await bob.seesParty('Film night');
  await alice.press('Party settings');
  await alice.page.getByRole('checkbox', { name: /^Lock the party/ }).uncheck();
  await alice.press('Done');
  await alice.press('Invite');
  await alice.page.getByRole('img', { name: /^QR code of/ }).waitFor();
  await alice.press('Replace the code');
  await alice.confirm('Replace');
  await bob.openPanel('Chat');
  await bob.sees(/Alice replaced the invite code/);
  await cleo.openLink(code);
  await cleo.seesHeading('No party has this code');
  await cleo.leaveTown();
});

it('who asks for control is given it with one press', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('People');
  await bob.press('Ask for control');
  await alice.page.getByTestId('control-wish').waitFor();
  await alice.press('Make co-host');
  await bob.press('Pause for everyone');
  await alice.seesFilmPaused();
});

it('who asks for control where the host alone has it is given it, and it is said what that changes', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await alice.press('Party settings');
  await alice.page.getByRole('radio', { name: /^The host alone/ }).check();
  await alice.press('Done');
  await bob.hit('ArrowRight');
  await bob.sees('Only the host can do this.');
  await bob.openPanel('People');
  await bob.press('Ask for control');
  await alice.page.getByTestId('control-wish').getByText(/lets every co-host control it/).waitFor();
  await alice.press('Give control');
  await bob.press('Pause for everyone');
  await alice.seesFilmPaused();
});
