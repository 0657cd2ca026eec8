// The keys people know from players, their help, and full screen with the chat.

import { describe, expect, it } from 'vitest';
import { apart } from './person.js';
import { bothPlaySample, setScene, together } from './two-people.js';

const scene = setScene();

describe('the keys', () => {
  it('play and pause, jump and step for everyone', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.hit('k');
    await bob.seesFilmPaused();
    await alice.hit('5');
    await bob.seesFilmPausedAt(90);
    await alice.hit('l');
    await bob.seesFilmPausedAt(100);
    await alice.hit('ArrowLeft');
    await bob.seesFilmPausedAt(95);
    await alice.hit('.');
    await bob.seesFilmPausedAt(95.04, 0.01);
    await alice.hit('Space');
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('write where someone writes', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const message = alice.page.getByLabel('Message', { exact: true });
    await message.click();
    await alice.page.keyboard.type('kk mm 55');
    expect(await message.inputValue()).toBe('kk mm 55');
    await alice.page.keyboard.press('Enter');
    await bob.sees('kk mm 55');
    await bob.seesFilmPlaying();
    expect(await alice.page.evaluate(() => document.querySelector('video')?.muted)).toBe(false);
  });

  it('of a viewer pause the viewer alone', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.hit('Space');
    await bob.sees('You are on your own.');
    await alice.seesFilmPlaying();
    await bob.hit('Space');
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('are listed by the question mark', async () => {
    const { bob } = scene;
    await bob.hit('?');
    const help = bob.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Captions on and off').waitFor();
    await bob.page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await bob.hit('?');
    await help.waitFor();
  });
});

describe('full screen', () => {
  it('keeps the chat a key away, over the film', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.hit('f');
    await bob.page.waitForFunction(() => document.fullscreenElement !== null);
    const message = bob.page.getByLabel('Message', { exact: true });
    await message.waitFor({ state: 'hidden' });
    await alice.say('are you there?');
    await bob.page.getByLabel('Show chat and people, 1 unread').waitFor({ state: 'attached' });
    await bob.hit('t');
    await bob.sees('are you there?');
    await message.fill('yes, full screen');
    await bob.page.keyboard.press('Enter');
    await alice.sees('yes, full screen');
    const film = await bob.page.getByLabel('Film', { exact: true }).boundingBox();
    expect(film?.width).toBe(1280);
    await bob.hit('f');
    await bob.page.waitForFunction(() => document.fullscreenElement === null);
    await bob.sees('are you there?');
  });
});
