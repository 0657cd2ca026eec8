// A live HLS stream as the film: every screen on the same frame, whenever it came, at the live edge or behind it.

import { afterEach, expect, it } from 'vitest';
import { LiveStream, type LiveOptions } from './live-stream.js';
import { Person, plainParty } from './person.js';
import { framesApart, shownSecond } from './shown-frame.js';
import { setScene } from './two-people.js';

const scene = setScene(plainParty);
/** One frame at 25 a second, in s. */
const frame = 0.04;

let stream: LiveStream;
afterEach(() => stream.close());

async function bothWatch(options: LiveOptions = {}): Promise<void> {
  stream = await LiveStream.open(options);
  await scene.alice.changeFilm(stream.address);
  await scene.alice.seesFilmPlaying();
  await scene.bob.seesFilmPlaying();
}

const place = ({ page }: Person) => page.locator('.live-place').innerText();

/** Whether a jump can be taken back: not one to where the stream has something to show. */
const canUndo = async ({ page }: Person) => (await page.getByRole('button', { name: 'Undo the jump for everyone' }).count()) > 0;

/** They come to the same frame, and stay there. */
async function sameFrame(one: Person, other: Person): Promise<void> {
  const distance = async () => Math.abs(await framesApart(one, other));
  await expect.poll(distance).toBeLessThan(frame);
  expect(await distance()).toBeLessThan(1.5 * frame);
}

async function bothAreLive(): Promise<void> {
  const { alice, bob } = scene;
  await expect.poll(() => place(alice)).toBe('LIVE');
  await expect.poll(() => place(bob)).toBe('LIVE');
  await sameFrame(alice, bob);
}

async function bothPause(): Promise<void> {
  const { alice, bob } = scene;
  await alice.press('Pause for everyone');
  await bob.seesFilmPaused();
  await alice.seesFilmPaused();
}

/** So much passes before Alice plays on. */
async function bothFallBehind(behind: RegExp): Promise<void> {
  const { alice, bob } = scene;
  await expect.poll(() => place(bob), { timeout: 30_000 }).toMatch(behind);
  await alice.press('Play for everyone');
  await bob.seesFilmPlaying();
  await alice.seesFilmPlaying();
}

it('is live on both screens, on the same frame', async () => {
  await bothWatch();
  await bothAreLive();
  expect(await canUndo(scene.alice)).toBe(false);
  expect(await scene.bob.page.getByTestId('sync').innerText()).toMatch(/^Sync: ?\s*(In sync|Adjusting)/);
});

it('shows the same frame to one who comes late', async () => {
  const { alice, server, browser, code } = scene;
  await bothWatch();
  await bothAreLive();
  const carol = await Person.arrive(browser, server.origin);
  await carol.joinByLink('Carol', code);
  await carol.seesFilmPlaying();
  await sameFrame(alice, carol);
  expect(await place(carol)).toBe('LIVE');
  await carol.leaveTown();
});

it('goes on behind the edge together after a pause, and both are live again at the press of a button', async () => {
  const { alice, bob } = scene;
  await bothWatch();
  await bothAreLive();
  await bothPause();
  // Each stands within some milliseconds of the party, which may be on either side of the border between two frames.
  await expect.poll(async () => Math.abs((await shownSecond(bob)) - (await shownSecond(alice)))).toBeLessThan(1.5 * frame);
  await bothFallBehind(/−0:0[5-9]/);
  await sameFrame(alice, bob);
  expect(await place(bob)).toMatch(/−0:(0[5-9]|1\d)/);
  await alice.press('Go live for everyone');
  await bothAreLive();
});

it('goes on where it begins when what was paused at is gone', async () => {
  const { alice, bob } = scene;
  await bothWatch({ windowSegments: 6 });
  await bothAreLive();
  const left = await shownSecond(bob);
  await bothPause();
  await bothFallBehind(/−0:1[4-9]/);
  await expect.poll(() => shownSecond(bob)).toBeGreaterThan(left + 6);
  await bob.seesFilmPlaying();
  await sameFrame(alice, bob);
  expect(await canUndo(alice)).toBe(false);
});

it('is moved within what is kept by the seek bar', async () => {
  const { alice, bob } = scene;
  await bothWatch();
  await bothAreLive();
  const bar = alice.page.getByLabel('Seek for everyone');
  const [least, most] = [Number(await bar.getAttribute('min')), Number(await bar.getAttribute('max'))];
  expect(most - least).toBe(20_000);
  await alice.seekTo((least + 6000) / 1000);
  await expect.poll(() => place(bob)).toMatch(/−0:(0[5-9]|1\d)/);
  expect(await canUndo(alice)).toBe(true);
  await alice.press('Play for everyone');
  await bob.seesFilmPlaying();
  await sameFrame(alice, bob);
});

it('is played to its end when it ends', async () => {
  const { alice, bob } = scene;
  await bothWatch({ windowSegments: 6 });
  await bothAreLive();
  stream.end();
  await expect.poll(() => place(alice), { timeout: 30_000 }).toMatch(/−0:00\s+ENDED/);
  await expect.poll(() => bob.page.evaluate(() => document.querySelector('video')?.ended)).toBe(true);
});

it('is kept together by the numbers of its segments where it tells no dates', async () => {
  await bothWatch({ dated: false });
  await bothAreLive();
});

it('that nothing ties together says so, and is not moved', async () => {
  const { alice, bob } = scene;
  await bothWatch({ dated: false, even: false });
  for (const person of [alice, bob]) {
    await person.sees('screens may be some seconds apart');
    await person.sees('Live, not in step');
  }
  expect(await alice.page.getByLabel('Seek for everyone').count()).toBe(0);
  await alice.press('Pause for everyone');
  await bob.seesFilmPaused();
});
