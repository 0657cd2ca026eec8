// Names, titles and messages that are read from right to left: each in its own direction, and cut short at its end.

import { expect, it } from 'vitest';
import { setStage } from './stage.js';

const sarah = 'שרה בת אברהם המכובדת מאוד מאוד';
const title = 'ערב סרטים ארוך מאוד עם כל החברים והמשפחה '.repeat(4).trim();

const stage = setStage();

it('are shown from their beginning', async () => {
  const host = await stage.arrive();
  const guest = await stage.arrive();
  const code = await host.createPartyUnseen(sarah, title);
  await guest.signInUnseen('Bob');
  for (const person of [host, guest]) {
    await person.openLink(code);
    await person.seesParty(title);
  }
  const direction = (selector: string) =>
    guest.page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).direction);
  expect(await direction('.film-page-title')).toBe('rtl');

  await host.say('שלום לכולם');
  await guest.sees('שלום לכולם');
  await guest.act('שלום לכולם', 'Reply');
  expect(await direction('.chat-context-quoted')).toBe('rtl');
  await guest.sees(`Reply to ${sarah}: שלום לכולם`);
  await guest.page.keyboard.type('hello');
  await guest.page.keyboard.press('Enter');
  await guest.page.locator('.chat-quote').waitFor();
  expect(await direction('.chat-quote')).toBe('rtl');
  expect(await guest.page.locator('.chat-quote bdi').textContent()).toBe(sarah);

  await guest.page.getByLabel('Message', { exact: true }).pressSequentially('@שר');
  await guest.page.getByRole('option', { name: sarah }).waitFor();
  expect(await direction('.chat-names li')).toBe('rtl');

  await host.page.getByLabel('Message', { exact: true }).pressSequentially('well');
  await guest.page.locator('.chat-typing bdi', { hasText: sarah }).waitFor();

  await guest.openPanel('People');
  const name = guest.page.locator('.person-name bdi', { hasText: sarah });
  const shown = await name.evaluate((element) => ({
    direction: getComputedStyle(element).direction,
    overflow: getComputedStyle(element).textOverflow,
  }));
  expect(shown).toEqual({ direction: 'rtl', overflow: 'ellipsis' });
  for (const person of [host, guest]) await person.leaveTown();
});
