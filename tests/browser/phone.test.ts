// The page on a phone: one column, no sideways scrolling.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { screenshotDirectory } from './paths.js';
import { setStage } from './stage.js';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const stage = setStage();

it('has the panels below the film, and nothing scrolls sideways', async () => {
  const alice = await stage.arrive(phone);
  await alice.createParty('Alice', 'A night with a rather long title, to see whether that fits');
  await alice.press('Play the sample film');
  await alice.seesFilmPlaying();
  const film = await alice.page.getByLabel('Film', { exact: true }).boundingBox();
  expect(film?.width).toBe(phone.viewport.width);
  for (const panel of ['Chat', 'People', 'Sync'] as const) {
    await alice.openPanel(panel);
    const box = await alice.page.getByRole('tabpanel', { name: panel }).boundingBox();
    const filmNow = await alice.page.getByLabel('Film', { exact: true }).boundingBox();
    expect(box?.y, panel).toBeGreaterThanOrEqual((filmNow?.y ?? 0) + (filmNow?.height ?? 0));
    expect(await alice.page.evaluate(() => document.documentElement.scrollWidth), panel).toBe(phone.viewport.width);
  }
  expect(alice.complaints).toEqual([]);
  await alice.leaveTown();
});

it('a notice leaves what the room asks its host, and the field one writes in, free', async () => {
  const alice = await stage.arrive(phone);
  const bob = await stage.arrive();
  const cleo = await stage.arrive();
  const code = await alice.createParty('Alice', 'Who is at the door');
  await alice.say('Come in, all of you');
  await bob.joinByLink('Bob', code);
  await bob.seesParty('Who is at the door');
  await alice.press('Party settings');
  await alice.page.getByRole('checkbox', { name: /^Let people in one by one/ }).check();
  await alice.press('Done');
  await cleo.joinByLink('Cleo', code);
  await alice.page.getByTestId('join-request').waitFor();
  await bob.openPanel('Chat');
  await bob.act('Come in, all of you', 'Report to the host');
  await bob.confirm('Report');
  const notice = alice.page.locator('.notice').filter({ hasText: 'was reported' });
  await notice.waitFor();
  if (process.env['MATINEE_SCREENSHOTS'] !== undefined) {
    await alice.page.screenshot({ path: join(screenshotDirectory, 'notice-and-question-phone.png') });
  }
  const noticed = await notice.boundingBox();
  for (const other of [alice.page.getByTestId('join-request'), alice.page.getByLabel('Message', { exact: true })]) {
    const box = await other.boundingBox();
    if (noticed === null || box === null) throw new Error('not on the page');
    const apart = noticed.y >= box.y + box.height || noticed.y + noticed.height <= box.y;
    expect(apart, JSON.stringify({ noticed, box })).toBe(true);
  }
  await alice.press('Let in');
  await cleo.seesParty('Who is at the door');
  for (const person of [alice, bob, cleo]) {
    expect(person.complaints).toEqual([]);
    await person.leaveTown();
  }
});
