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

/** A message, and how far below the list's upper edge it stands, in px. */
interface Place {
  id: string;
  below: number;
}

/**
 * Scrolls up at the last moment before the page hears what came before, sooner than it hears of the scrolling. Resolves
 * to the message then read.
 */
function scrollsAsEarlierMessagesCome(person: Person): Promise<Place> {
  return person.page.evaluate(
    () =>
      new Promise<Place>((resolve) => {
        const list = document.querySelector('[role="log"]')!;
        const ask = window.fetch;
        window.fetch = async (input, init) => {
          const answer = await ask(input, init);
          if (!/before=/.test(String(input))) return answer;
          window.fetch = ask;
          const text = await answer.text();
          list.scrollTop = 60;
          const edge = list.getBoundingClientRect().top;
          const messages = [...list.querySelectorAll<HTMLElement>('.chat-message')];
          const read = messages.find((one) => one.getBoundingClientRect().bottom > edge)!;
          resolve({ id: read.dataset['message']!, below: read.getBoundingClientRect().top - edge });
          return new Response(text, answer);
        };
        list.scrollTop = 100;
      }),
  );
}

/** How far below the list's upper edge a message stands, in px. */
function below(person: Person, id: string): Promise<number> {
  return person.page.locator(`[data-message="${id}"]`).evaluate((message) => {
    const edge = message.closest('[role="log"]')!.getBoundingClientRect().top;
    return message.getBoundingClientRect().top - edge;
  });
}

it('keeps what is read in its place while earlier messages come', async () => {
  const { alice, bob, code } = scene;
  await sayMuch(alice, code);
  await bob.page.reload();
  await bob.sees(`Message ${count}:`);
  const messages = bob.page.getByRole('log').locator('.chat-message');
  for (const loaded of [100, 200]) {
    await expect.poll(() => messages.count()).toBe(loaded);
    const read = await scrollsAsEarlierMessagesCome(bob);
    await expect.poll(() => messages.count()).toBeGreaterThan(loaded);
    await expect.poll(async () => Math.abs((await below(bob, read.id)) - read.below)).toBeLessThan(3);
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
