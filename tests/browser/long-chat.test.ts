// A conversation of more than a page of messages: what is read stays in its place, and the keyboard gets past it.

import { expect, it } from 'vitest';
import type { Person } from './person.js';
import { setScene } from './two-people.js';

const scene = setScene({}, { MATINEE_CHATS_PER_MINUTE: '100000' });
const count = 230;

/** Written past the page, which would take its time. */
async function sayMuch(person: Person, code: string): Promise<void> {
  await person.page.evaluate(
    async ([invite, last]) => {
      const json = { 'Content-Type': 'application/json' };
      const { party_id } = await (await fetch(`/api/v1/watch-parties/${invite}/join`, { method: 'POST' })).json();
      for (let n = 1; n <= last; ++n) {
        const body = JSON.stringify({ message: `Message ${n}: ${'and so on '.repeat(n % 12)}` });
        await fetch(`/api/v1/watch-parties/${party_id}/messages`, { method: 'POST', headers: json, body });
      }
    },
    [code, count] as const,
  );
}

/** The message at the list's upper edge, and how far below that it stands, in px. */
function read(person: Person): Promise<{ id: string; below: number }> {
  return person.page.getByRole('log').evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    const message = [...list.querySelectorAll<HTMLElement>('.chat-message')].find((one) => one.getBoundingClientRect().bottom > top);
    return { id: message?.dataset['message'] ?? '', below: (message?.getBoundingClientRect().top ?? 0) - top };
  });
}

it('keeps what is read in its place while earlier messages come', async () => {
  const { alice, bob, code } = scene;
  await sayMuch(alice, code);
  await bob.page.reload();
  await bob.sees(`Message ${count}:`);
  const list = bob.page.getByRole('log');
  const messages = list.locator('.chat-message');
  for (const loaded of [100, 200]) {
    await expect.poll(() => messages.count()).toBe(loaded);
    await bob.page.route(/before=/, async (route) => {
      await list.evaluate((element) => (element.scrollTop = 100));
      await route.continue();
    });
    await list.evaluate((element) => (element.scrollTop = 100));
    await expect.poll(async () => (await read(bob)).id).not.toBe('');
    const before = await read(bob);
    await expect.poll(() => messages.count()).toBeGreaterThan(loaded);
    const where = () =>
      bob.page.locator(`[data-message="${before.id}"]`).evaluate((message) => {
        const edge = message.closest('[role="log"]')?.getBoundingClientRect().top ?? 0;
        return message.getBoundingClientRect().top - edge;
      });
    await expect.poll(async () => Math.abs((await where()) - before.below)).toBeLessThan(3);
    await bob.page.unroute(/before=/);
  }
});

it('is one stop of the Tab key, and arrows lead from message to message', async () => {
  const { alice, bob, code } = scene;
  await sayMuch(alice, code);
  await bob.page.reload();
  await bob.sees(`Message ${count}:`);
  await bob.page.getByRole('log').focus();
  await bob.page.keyboard.press('Tab');
  expect(await bob.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Applause');
  await bob.page.keyboard.press('Shift+Tab');
  await bob.page.keyboard.press('ArrowUp');
  await bob.page.keyboard.press('ArrowUp');
  await bob.page.keyboard.press('Enter');
  await bob.page.getByRole('menuitem', { name: 'Reply' }).click();
  await bob.sees(`Reply to Alice: Message ${count - 1}:`);
});
