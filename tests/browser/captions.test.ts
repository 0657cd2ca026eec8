// Captions for one screen: from a file of one's own, and from the film.

import { expect, it } from 'vitest';
import { bothPlaySample, setScene } from './two-people.js';

const scene = setScene();

const subRip = `1
00:00:00,000 --> 00:03:00,000
Bonsoir, dit-elle.
`;

async function addFile(name: string, content: string): Promise<void> {
  await scene.bob.page
    .getByLabel('Captions file')
    .setInputFiles({ name, mimeType: 'application/x-subrip', buffer: Buffer.from(content) });
}

it('come from a file of one’s own, for this screen only, and the C key turns them off and on', async () => {
  const { alice, bob } = scene;
  await bothPlaySample(scene);
  expect(await bob.caption()).toBeNull();
  await addFile('film.srt', subRip);
  await expect.poll(() => bob.caption()).toBe('Bonsoir, dit-elle.');
  expect(await alice.caption()).toBeNull();
  await bob.hit('c');
  await expect.poll(() => bob.caption()).toBeNull();
  await bob.hit('c');
  await expect.poll(() => bob.caption()).toBe('Bonsoir, dit-elle.');
  await bob.choose('Captions for me', 'Off');
  await expect.poll(() => bob.caption()).toBeNull();
});

it('are refused when the file holds none, with a word why', async () => {
  const { bob } = scene;
  await bothPlaySample(scene);
  await addFile('diary.srt', 'Dear diary');
  await bob.sees('No captions in “diary.srt”.');
  expect(await bob.caption()).toBeNull();
});

it('of a file belong to one film', async () => {
  const { alice, bob, server } = scene;
  await bothPlaySample(scene);
  await addFile('film.srt', subRip);
  await expect.poll(() => bob.caption()).not.toBeNull();
  await alice.changeFilm(`${server.origin}/media/sample.mp4?another`);
  await bob.seesFilmPlaying();
  await expect.poll(() => bob.caption()).toBeNull();
});
