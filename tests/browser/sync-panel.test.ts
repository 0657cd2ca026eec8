// The panel that says how a screen is kept in step.

import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Person } from './person.js';
import { bothPlaySample, setScene } from './two-people.js';

const scene = setScene();

/** A figure of the panel, by its name. */
function figureOf(person: Person, name: string): Locator {
  return person.page.locator('.sync-figures div', { hasText: name }).locator('dd');
}

it('opens from the indicator and shows what is measured', async () => {
  const { bob } = scene;
  await bothPlaySample(scene);
  await bob.page.getByTestId('sync').click();
  await bob.sees(/This screen is (with the party|\d+ ms (behind|ahead of) the party)/);
  const figure = (name: string) => figureOf(bob, name);
  await expect.poll(() => figure('Round trip to the server').textContent()).toMatch(/^\d+(\.\d)? ms$/);
  await expect.poll(() => figure('Uncertainty of the clock').textContent()).toMatch(/^± \d+(\.\d)? ms$/);
  await expect.poll(() => figure('Clock of this device').textContent()).toMatch(/agrees|\d+ ms (ahead|behind)/);
  await bob.page.getByRole('img', { name: /Drift of the last minute: between/ }).waitFor();
});

it('resyncs on demand', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('Sync');
  const jumps = figureOf(bob, 'Jumps made');
  const before = Number(await jumps.textContent());
  await bob.press('Resync now');
  await expect.poll(async () => Number(await jumps.textContent())).toBeGreaterThan(before);
  await bob.seesFilmPlaying();
  await alice.seesFilmPlaying();
});

it('notices when the clock of the device is set', async () => {
  const { bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('Sync');
  const clock = figureOf(bob, 'Clock of this device');
  await expect.poll(() => clock.textContent()).toMatch(/agrees|\d+ ms (ahead|behind)/);
  await bob.page.evaluate(() => {
    const right = Date.now;
    Date.now = () => right() + 3_600_000;
  });
  await expect.poll(() => clock.textContent()).toMatch(/3600\.\d s ahead/);
});

it('has a log of what was done, for the clipboard', async () => {
  const { bob } = scene;
  await bob.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await bothPlaySample(scene);
  await bob.openPanel('Sync');
  await bob.press('Resync now');
  await bob.press('Copy log');
  await bob.sees('The log of this screen is on the clipboard.');
  const lines = (await bob.page.evaluate(() => navigator.clipboard.readText())).trim().split('\n');
  for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z +(-|[-+]?\d+\.\d ms) +\S/);
  const text = lines.join('\n');
  for (const action of [/party plays from \d/, /play$/m, /is in-sync/, /resync asked for/, /rejoins the party/]) expect(text).toMatch(action);
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
