// A line that is cut while HTTP still works: what was said and done meanwhile is there afterwards, in its place.

import type { WebSocketRoute } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Person } from './person.js';
import { setScene } from './two-people.js';

const scene = setScene();

/** Puts a cut that can be made and mended into someone's line; their page is loaded anew for it. */
async function lineOf(person: Person): Promise<{ cut: () => Promise<void>; mend: () => void }> {
  let isCut = false;
  let current: WebSocketRoute | undefined;
  const serverRestarts = { code: 1012 };
  await person.page.routeWebSocket(/\/ws/, (route) => {
    if (isCut) return void route.close(serverRestarts);
    current = route;
    route.connectToServer();
  });
  await person.page.reload();
  await person.seesParty('Film night');
  await expect.poll(() => current !== undefined).toBe(true);
  return {
    cut: async () => {
      isCut = true;
      await current?.close(serverRestarts);
    },
    mend: () => (isCut = false),
  };
}

const messages = (person: Person) => person.page.locator('.chat-message');

it('shows all of it in the order it was said, and nothing that was deleted', async () => {
  const { alice, bob } = scene;
  const line = await lineOf(bob);
  await alice.say('rude words');
  await bob.sees('rude words');
  await bob.act('rude words', 'Reply');
  await bob.page.keyboard.type('please not');
  await bob.page.keyboard.press('Enter');
  await alice.sees('please not');
  await line.cut();
  await bob.sees(/Connection lost/);
  await alice.say('sorry');
  await messages(alice).first().hover();
  await messages(alice).first().getByRole('button', { name: /^Reply or more/ }).click();
  await alice.page.getByRole('menuitem', { name: 'Delete' }).click();
  await alice.confirm('Delete');
  await alice.page.getByText('This message was deleted.').waitFor();
  await bob.say('still here?');
  await messages(bob).filter({ hasText: 'still here?' }).waitFor();
  line.mend();
  await messages(bob).filter({ hasText: 'sorry' }).waitFor();
  const texts = await bob.page.locator('.chat-text, .chat-deleted').allTextContents();
  expect(texts).toEqual(['This message was deleted.', 'please not', 'sorry', 'still here?']);
  expect(await bob.page.getByText('rude words').count()).toBe(0);
  expect(await bob.page.locator('.chat-quote').textContent()).toBe('Alice deleted');
});
