// What anyone does with the film for themselves, and what a film that fails says.

import { describe, expect, it } from 'vitest';
import { apart, type Person } from './person.js';
import { bothPlaySample, setScene, together } from './two-people.js';

const scene = setScene();

describe('a pause for oneself', () => {
  it('stops one screen only, says so, and one click leads back', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.press('Pause for me only');
    await bob.sees('You are on your own.');
    await bob.seesFilmPaused();
    await alice.seesFilmPlaying();
    await bob.sees(/The party is 0:0\d ahead\./);
    await bob.page.getByRole('button', { name: 'Back to the party' }).first().click();
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('is there for the host too, and pauses nobody else', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.press('Pause for me only');
    await alice.seesFilmPaused();
    await bob.seesFilmPlaying();
    await alice.hit('p');
    await alice.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });
});

describe('the volume', () => {
  it('is one’s own, and remembered', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    for (let n = 0; n < 4; ++n) await bob.hit('ArrowDown');
    const volume = (person: Person) => person.page.evaluate(() => document.querySelector('video')?.volume);
    await expect.poll(() => volume(bob)).toBeCloseTo(0.8);
    expect(await volume(alice)).toBe(1);
    await bob.page.reload();
    await bob.seesFilmPlaying();
    expect(await volume(bob)).toBeCloseTo(0.8);
  });
});

describe('a film that fails', () => {
  it('says what is wrong, and offers another try', async () => {
    const { alice, bob, server } = scene;
    await alice.changeFilm(`${server.origin}/media/nothing-here.mp4`);
    for (const person of [alice, bob]) {
      await person.page.getByRole('alert').filter({ hasText: 'This browser cannot play the film.' }).waitFor();
      await person.page.getByRole('button', { name: 'Try again' }).waitFor();
    }
    await alice.changeFilm(`${server.origin}/media/sample.mp4`);
    await bob.seesFilmPlaying();
    expect(await bob.page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });
});
