// The host changes the speed for everyone, and takes a jump or a change of film back.

import { describe, expect, it } from 'vitest';
import { apart, type Person, plainParty } from './person.js';
import { bothPlaySample, changeFilmFromTheMiddle, setScene, together } from './two-people.js';

const scene = setScene(plainParty);

/** The media's own speed, which small corrections make differ a little from the party's. */
const speed = (person: Person) => person.page.evaluate(() => document.querySelector('video')?.playbackRate ?? 0);

describe('the speed menu', () => {
  it('changes the speed for everyone, and both stay in step', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.choose('Speed for everyone: 1×', '1.5×');
    await expect.poll(() => speed(bob)).toBeGreaterThan(1.35);
    await expect.poll(() => speed(alice)).toBeGreaterThan(1.35);
    await alice.page.getByLabel('Speed for everyone: 1.5×').waitFor();
    await bob.sees('1.5×');
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('is not there for viewers', async () => {
    await bothPlaySample(scene);
    expect(await scene.bob.page.getByLabel(/Speed for everyone/).count()).toBe(0);
  });
});

describe('undo', () => {
  it('takes back a jump for everyone, and does it again', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.press('Pause for everyone');
    await alice.seesFilmPaused();
    const before = await alice.moment();
    expect(await alice.page.getByLabel('Undo the jump for everyone').count()).toBe(0);
    await alice.seekTo(120);
    await bob.seesFilmPausedAt(120);
    await alice.press('Undo the jump for everyone');
    await bob.seesFilmPausedAt(before.position, 0.2);
    await alice.press('Redo for everyone');
    await bob.seesFilmPausedAt(120);
  });

  it('brings the film before back, where it stood', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await changeFilmFromTheMiddle(scene);
    await alice.press('Undo the change of film for everyone');
    await expect.poll(() => bob.filmSource()).not.toMatch(/\?another$/);
    await bob.seesFilmPausedAt(60);
  });
});
