// The queue on two screens: adding, ordering with pointer and keyboard, playing, voting, and the next film by itself.

import { expect, it } from 'vitest';
import type { Person } from './person.js';
import { bothPlaySample, setScene } from './two-people.js';

const scene = setScene();

const film = (name: string) => `${scene.server.origin}/media/sample.mp4?${name}`;
const titles = (person: Person) => person.page.locator('.queue-item-title').allTextContents();

async function add(person: Person, name: string): Promise<void> {
  const before = (await titles(person)).length;
  await person.page.getByLabel('Address of a film for the queue').fill(film(name));
  await person.press('Add');
  await expect.poll(async () => (await titles(person)).length, { timeout: 15_000 }).toBe(before + 1);
}

/** Three films are queued while the sample plays, and both look at the queue. */
async function threeQueued(): Promise<void> {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  for (const person of [alice, bob]) await person.openPanel('Queue');
  for (const name of ['a', 'b', 'c']) await add(alice, name);
  await expect.poll(async () => (await titles(bob)).length).toBe(3);
}

const places = async (person: Person) =>
  person.page.locator('.queue-item').evaluateAll((items) => items.map((item) => item.getAttribute('data-item')));

it('what one adds is on the other’s screen, and the feed says who', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('Queue');
  await bob.sees('Nothing follows yet.');
  expect(await bob.page.getByLabel('Address of a film for the queue').count()).toBe(0);
  await alice.openPanel('Queue');
  await add(alice, 'a');
  await bob.page.locator('.queue-item').waitFor();
  await bob.openPanel('Chat');
  await bob.sees(/Alice queued “/);
});

it('the order is changed from an item’s menu, with the keyboard and by dragging', async () => {
  const { alice, bob } = scene;
  await threeQueued();
  const [a, b, c] = await places(alice);
  await alice.page.getByRole('button', { name: /^More for/ }).nth(2).click();
  await alice.page.locator('[role="menu"]:popover-open').getByText('Move to the top').click();
  await expect.poll(() => places(bob)).toEqual([c, a, b]);
  await alice.page.locator(`[data-item="${a}"]`).getByRole('button', { name: /^Play now/ }).focus();
  await alice.page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => places(bob)).toEqual([a, c, b]);
  await alice.page.locator(`[data-item="${b}"]`).dragTo(alice.page.locator(`[data-item="${a}"]`));
  await expect.poll(() => places(bob)).toEqual([b, a, c]);
});

it('what was moved with the keyboard does not draw the focus when it comes up later', async () => {
  const { alice } = scene;
  await threeQueued();
  const [a, b, c] = await places(alice);
  await alice.page.locator(`[data-item="${c}"]`).getByRole('button', { name: /^Play now/ }).focus();
  await alice.page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => places(alice)).toEqual([a, c, b]);
  await alice.page.waitForFunction((item) => document.activeElement?.closest('.queue-item')?.getAttribute('data-item') === item, c);
  await alice.press('Play next');
  await expect.poll(() => places(alice)).toEqual([c, b]);
  await expect.poll(() => alice.filmSource()).toMatch(/\?a$/);
  expect(await alice.page.evaluate(() => document.activeElement?.textContent)).toBe('Play next');
});

it('an item is played now, and another taken out', async () => {
  const { alice, bob } = scene;
  await threeQueued();
  await alice.page.getByRole('button', { name: /^Play now/ }).nth(1).click();
  await expect.poll(() => bob.filmSource()).toMatch(/\?b$/);
  await bob.seesFilmPlaying();
  await expect.poll(async () => (await places(bob)).length).toBe(2);
  await alice.page.getByRole('button', { name: /^More for/ }).first().click();
  await alice.page.locator('[role="menu"]:popover-open').getByText('Take out').click();
  await expect.poll(async () => (await places(bob)).length).toBe(1);
});

it('the next film plays on both screens when this one ends', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await alice.openPanel('Queue');
  await add(alice, 'next');
  const length = await alice.page.evaluate(() => document.querySelector('video')?.duration ?? 0);
  await alice.seekTo(length - 4);
  for (const person of [alice, bob]) {
    await expect.poll(() => person.filmSource(), { timeout: 20_000 }).toMatch(/\?next$/);
    await person.seesFilmPlaying();
  }
  await bob.openPanel('Chat');
  await bob.sees(/Next from the queue: “/);
});

it('a stream that is next is loaded before this film ends', async () => {
  const { alice, server } = scene;
  await bothPlaySample(scene);
  await alice.openPanel('Queue');
  await alice.page.getByLabel('Address of a film for the queue').fill(`${server.origin}/media/stream/main.m3u8?next`);
  const requests: string[] = [];
  alice.page.on('request', (request) => requests.push(request.url()));
  await alice.press('Add');
  await expect.poll(async () => (await titles(alice)).length).toBe(1);
  const segments = () => requests.filter((url) => /\/media\/stream\/.*\.(m4s|mp4|ts)/.test(url)).length;
  expect(segments()).toBe(0);
  const length = await alice.page.evaluate(() => document.querySelector('video')?.duration ?? 0);
  await alice.seekTo(length - 20);
  await expect.poll(segments).toBeGreaterThan(0);
  expect(await alice.filmSource()).toMatch(/sample\.mp4/);
});

it('a viewer votes, and half of the room is enough', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await alice.openPanel('Queue');
  await add(alice, 'next');
  await bob.openPanel('Queue');
  await bob.page.getByRole('button', { name: /^Vote to skip/ }).click();
  await expect.poll(() => alice.filmSource()).toMatch(/\?next$/);
});

it('everyone adds where the host says so', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  await bob.openPanel('Queue');
  await alice.press('Party settings');
  await alice.page.getByRole('checkbox', { name: /^Everyone may change the queue/ }).check();
  await alice.press('Done');
  await add(bob, 'from-bob');
  await alice.openPanel('Queue');
  await alice.page.locator('.queue-item').getByText('Bob').waitFor();
});

async function makePlaylist(person: Person, title: string): Promise<void> {
  await person.page.goto(`${scene.server.origin}/playlists`);
  await person.page.getByLabel('Title').fill(title);
  await person.press('Create');
  await person.seesHeading(title);
}

it('a playlist is made, filled and started as a party', async () => {
  const { alice } = scene;
  const { page } = alice;
  await makePlaylist(alice, 'Friday nights');
  for (const name of ['one', 'two']) {
    await page.getByLabel('Address').fill(film(name));
    await page.getByLabel('Title (optional)').fill(`Film ${name}`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('.playlist-clip', { hasText: `Film ${name}` }).waitFor();
  }
  await alice.press('More for Film two');
  await page.locator('[role="menu"]:popover-open').getByText('Move up').click();
  await expect.poll(() => page.locator('.playlist-clip .queue-item-title').allTextContents()).toEqual(['Film two', 'Film one']);
  await alice.press('Start a party with it');
  await alice.seesParty('Friday nights');
  await alice.openPanel('People');
  await alice.sees('The film waits for everyone, a jump plays on.');
  await expect.poll(() => alice.filmSource()).toMatch(/\?two$/);
  await alice.openPanel('Queue');
  await expect.poll(() => titles(alice)).toEqual(['Film one']);
});

it('a film typed into a playlist that somebody changed meanwhile is not lost', async () => {
  const { alice } = scene;
  const { page } = alice;
  await makePlaylist(alice, 'Friday nights');
  const path = new URL(page.url()).pathname;
  const change = await page.request.patch(`${scene.server.origin}/api/v1${path}`, { data: { title: 'Saturday nights' } });
  expect(change.ok()).toBe(true);
  await page.getByLabel('Address').fill(film('typed'));
  await page.getByLabel('Title (optional)').fill('The one I typed');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await alice.seesHeading('Saturday nights');
  expect(await page.getByLabel('Title (optional)').inputValue()).toBe('The one I typed');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('.playlist-clip', { hasText: 'The one I typed' }).waitFor();
});
