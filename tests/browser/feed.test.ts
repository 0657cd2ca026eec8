// What happened, and by whom: beside the chat, and over the film while the chat is out of sight.

import { expect, it } from 'vitest';
import { Person } from './person.js';
import { bothPlaySample, setScene } from './two-people.js';

const scene = setScene();

it('tells who did what with the film, in order', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  // Before that it is "at the beginning".
  await expect.poll(async () => (await bob.moment()).position).toBeGreaterThan(1.5);
  await alice.press('Pause for everyone');
  await bob.sees(/^Alice paused at 0:\d\d$/);
  await alice.seekTo(120);
  await bob.sees(/^Alice jumped from 0:\d\d to 2:00$/);
  await alice.seekTo(150);
  await bob.sees(/^Alice jumped from 0:\d\d to 2:30$/);
  expect(await bob.page.getByText(/to 2:00$/).count()).toBe(0);
  await alice.press('Undo the jump for everyone');
  await bob.sees('Alice undid the jump, back at 2:00');
  await alice.choose('Speed for everyone: 1×', '1.25×');
  await bob.sees('Alice set the speed to 1.25×');
  const lines = await bob.page.locator('.chat-happening').allTextContents();
  const order = ['Alice chose a film', 'paused at', 'jumped from', 'undid the jump', 'set the speed'];
  const places = order.map((words) => lines.findIndex((line) => line.includes(words)));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  await alice.sees('You set the speed to 1.25×');
});

it('tells who did what with people, and the host can let someone back in', async () => {
  const { alice, bob, code } = scene;
  await alice.manage('Bob', 'Make co-host');
  await bob.sees('Alice made you a co-host');
  await alice.manage('Bob', 'Remove from the party');
  await alice.confirm('Remove');
  await bob.seesHeading('You were removed from this party');
  await alice.press('Let back in: Bob');
  await expect.poll(() => alice.page.getByRole('button', { name: 'Let back in: Bob' }).count()).toBe(0);
  await bob.openLink(code);
  await bob.seesParty('Film night');
  await alice.openPanel('Chat');
  await alice.sees('You removed Bob');
  await alice.page.getByText('Bob is here').last().waitFor();
});

it('shows over the film while the chat is out of sight', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.hit('t');
  await alice.press('Pause for everyone');
  await bob.page.locator('.on-screen-note', { hasText: /Alice paused at/ }).waitFor();
});

it('is there for who comes later, among what was said', async () => {
  const { alice, bob, server, browser, code } = scene;
  await bothPlaySample(scene);
  await alice.press('Pause for everyone');
  await bob.sees(/^Alice paused at/);
  await bob.say('Why?');
  await alice.sees('Why?');
  // Messages tell their time in whole seconds: what happens in the same one stands before them.
  const said = Math.floor(Date.now() / 1000);
  await expect.poll(() => Math.floor(Date.now() / 1000)).toBeGreaterThan(said);
  await alice.seekTo(120);
  await bob.sees(/^Alice jumped from .* to 2:00$/);
  const cleo = await Person.arrive(browser, server.origin);
  await cleo.joinByLink('Cleo', code);
  await cleo.sees(/^Alice jumped from .* to 2:00$/);
  const lines = await cleo.page.locator('.chat-happening, .chat-message').allTextContents();
  const places = ['Alice chose a film', 'Alice paused at', 'Why?', 'to 2:00'].map((words) => lines.findIndex((line) => line.includes(words)));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(cleo.complaints).toEqual([]);
  await cleo.leaveTown();
});
