// An HLS stream as the film: through hls.js, in step, with qualities and captions to choose.

import { expect, it } from 'vitest';
import { apart, plainParty } from './person.js';
import { setScene, together } from './two-people.js';

const scene = setScene(plainParty);

async function bothPlayStream(): Promise<void> {
  const { alice, bob, server } = scene;
  await alice.changeFilm(`${server.origin}/media/stream/main.m3u8`);
  await alice.seesFilmPlaying();
  await bob.seesFilmPlaying();
  await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
}

it('plays in step, and a jump lands on both', async () => {
  const { alice, bob } = scene;
  await bothPlayStream();
  expect(await bob.filmSource()).toMatch(/^blob:/);
  await alice.seekTo(25);
  await bob.seesFilmPausedAt(25);
  await alice.press('Play for everyone');
  await bob.seesFilmPlaying();
  await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
});

it('offers its qualities to each for themselves', async () => {
  const { alice, bob } = scene;
  await bothPlayStream();
  const height = () => bob.page.evaluate(() => document.querySelector('video')?.videoHeight);
  await bob.choose('Quality for me', '144p');
  await expect.poll(height).toBe(144);
  await bob.choose('Quality for me', '270p');
  await expect.poll(height).toBe(270);
  await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
});

it('brings its captions, which are remembered for the next time', async () => {
  const { bob } = scene;
  await bothPlayStream();
  expect(await bob.caption()).toBeNull();
  await bob.choose('Captions for me', 'English');
  await expect.poll(() => bob.caption()).toBe('A caption from the stream');
  await bob.page.reload();
  await bob.seesFilmPlaying();
  await expect.poll(() => bob.caption()).toBe('A caption from the stream');
});

it('gives way to a plain film, and comes back', async () => {
  const { alice, bob, server } = scene;
  await bothPlayStream();
  await alice.changeFilm(`${server.origin}/media/sample.mp4`);
  await expect.poll(() => bob.filmSource()).toMatch(/sample\.mp4$/);
  await bob.seesFilmPlaying();
  expect(await bob.page.getByLabel('Quality for me').count()).toBe(0);
  await bothPlayStream();
});

it('that is not there is told with the server’s answer', async () => {
  const { alice, bob, server } = scene;
  await alice.changeFilm(`${server.origin}/media/stream/nothing.m3u8`);
  await bob.page.getByRole('alert').filter({ hasText: 'The stream could not be loaded: its server answered 404.' }).waitFor();
});
