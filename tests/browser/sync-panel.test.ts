// The panel that says how a screen is kept in step.

import { expect, it } from 'vitest';
import { bothPlaySample, setScene } from './two-people.js';

const scene = setScene();

it('opens from the indicator and shows what is measured', async () => {
  const { bob } = scene;
  await bothPlaySample(scene);
  await bob.page.getByTestId('sync').click();
  await bob.sees(/This screen is (with the party|\d+ ms (behind|ahead of) the party)/);
  const figure = (name: string) => bob.page.locator('.sync-figures div', { hasText: name }).locator('dd');
  await expect.poll(() => figure('Round trip to the server').textContent()).toMatch(/^\d+(\.\d)? ms$/);
  await expect.poll(() => figure('Uncertainty of the clock').textContent()).toMatch(/^± \d+(\.\d)? ms$/);
  await expect.poll(() => figure('Clock of this device').textContent()).toMatch(/agrees|\d+ ms (ahead|behind)/);
  await bob.page.getByRole('img', { name: /Drift of the last minute: between/ }).waitFor();
});

it('resyncs on demand', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('Sync');
  const jumps = bob.page.locator('.sync-figures div', { hasText: 'Jumps made' }).locator('dd');
  const before = Number(await jumps.textContent());
  await bob.press('Resync now');
  await expect.poll(async () => Number(await jumps.textContent())).toBeGreaterThan(before);
  await bob.seesFilmPlaying();
  await alice.seesFilmPlaying();
});

it('plays earlier on one screen for late sound, and remembers by how much', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('Sync');
  await bob.page.getByRole('slider', { name: 'Offset for late sound' }).fill('300');
  await bob.sees('300 ms earlier');
  /** How far Bob's screen is ahead of Alice's, in seconds. */
  const ahead = async () => {
    const [a, b] = await Promise.all([alice.moment(), bob.moment()]);
    return b.position - b.at - (a.position - a.at);
  };
  const aheadInMs = async () => Math.round((await ahead()) * 1000);
  await expect.poll(async () => Math.abs((await aheadInMs()) - 300)).toBeLessThan(100);
  await bob.page.reload();
  await bob.openPanel('Sync');
  await bob.sees('300 ms earlier');
  await bob.seesFilmPlaying();
  await expect.poll(ahead).toBeGreaterThan(0.2);
  await bob.press('No offset');
  await expect.poll(ahead).toBeLessThan(0.1);
});
