// The settings of a party: chosen at its start, changed by the host, true for everyone at once.

import { expect, it } from 'vitest';
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
