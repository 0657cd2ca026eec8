// The keys and clicks people know from players, their help, menus and tabs without a mouse, and full screen with the chat.

import { describe, expect, it } from 'vitest';
import { apart, plainParty } from './person.js';
import { bothPlaySample, setScene, together } from './two-people.js';

const scene = setScene(plainParty);

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

  it('held down toggle once, and step as far as they were held with one jump', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.page.evaluate(() => {
      const counted = Object.assign(window, { plays: 0, pauses: 0, seeks: 0 });
      const video = document.querySelector('video');
      video?.addEventListener('play', () => (counted.plays += 1));
      video?.addEventListener('pause', () => (counted.pauses += 1));
      video?.addEventListener('seeking', () => (counted.seeks += 1));
    });
    const counted = () =>
      bob.page.evaluate(() => {
        const { plays, pauses, seeks } = window as unknown as Record<'plays' | 'pauses' | 'seeks', number>;
        return { plays, pauses, seeks };
      });
    await alice.hold('Space', 4);
    await bob.seesFilmPaused();
    await alice.hit('5');
    await bob.seesFilmPausedAt(90);
    const { seeks } = await counted();
    await alice.hold('ArrowRight', 4);
    await bob.seesFilmPausedAt(110);
    expect(await counted()).toEqual({ plays: 0, pauses: 1, seeks: seeks + 1 });
  });

  it('held down on a button press it once', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const button = alice.page.getByRole('button', { name: 'Pause for everyone' });
    await button.focus();
    for (let n = 0; n < 4; ++n) await alice.page.keyboard.down('Enter');
    await alice.page.keyboard.up('Enter');
    await bob.seesFilmPaused();
    await alice.say('only one');
    await bob.sees('only one');
    await bob.seesFilmPaused();
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

describe('without a mouse', () => {
  it('a menu is opened, walked through, and left to where one came from', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const button = alice.page.getByRole('button', { name: /^Speed for everyone/ });
    await button.focus();
    await alice.page.keyboard.press('Enter');
    await alice.page.getByRole('menuitemradio', { name: 'Normal', checked: true }).and(alice.page.locator(':focus')).waitFor();
    await alice.page.keyboard.press('ArrowUp');
    await alice.page.keyboard.press('Enter');
    await bob.sees('1.1×');
    await button.and(alice.page.locator(':focus')).waitFor();
    await alice.page.keyboard.press('Enter');
    await alice.page.keyboard.press('Escape');
    await alice.page.locator('[role="menu"]:popover-open').waitFor({ state: 'detached' });
  });

  it('the arrow keys move between tabs there, and not the film', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.press('Pause for everyone');
    await bob.seesFilmPaused();
    const { position } = await bob.moment();
    await alice.page.getByRole('tab', { name: 'Chat' }).focus();
    await alice.page.keyboard.press('End');
    await alice.page.getByRole('tabpanel', { name: 'Sync' }).waitFor();
    await alice.page.keyboard.press('ArrowRight');
    await alice.say('still there');
    await bob.sees('still there');
    expect((await bob.moment()).position).toBeCloseTo(position, 1);
  });
});

describe('the mouse on the picture', () => {
  it('pauses for everyone with one click of the host, and goes full screen with two', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const picture = alice.page.locator('media-controller');
    await picture.click();
    await bob.seesFilmPaused();
    await picture.click();
    await bob.seesFilmPlaying();
    await bob.page.evaluate(() => {
      const counter = window as unknown as { pauses: number };
      counter.pauses = 0;
      document.querySelector('video')?.addEventListener('pause', () => (counter.pauses += 1));
    });
    await picture.dblclick();
    await alice.page.waitForFunction(() => document.fullscreenElement !== null);
    await alice.hit('f');
    await alice.page.waitForFunction(() => document.fullscreenElement === null);
    await alice.say('no pause of that');
    await bob.sees('no pause of that');
    expect(await bob.page.evaluate(() => (window as unknown as { pauses: number }).pauses)).toBe(0);
  });

  it('of a viewer pauses nothing', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.page.locator('media-controller').click();
    await bob.say('I clicked');
    await alice.sees('I clicked');
    await bob.seesFilmPlaying();
    await alice.seesFilmPlaying();
  });
});

describe('full screen', () => {
  it('keeps the chat a key away, beside the film, which makes room', async () => {
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
    const film = bob.page.getByLabel('Film', { exact: true });
    const side = await bob.page.locator('#party-side').boundingBox();
    expect((await film.boundingBox())?.width).toBe(side?.x);
    await bob.hit('t');
    await message.waitFor({ state: 'hidden' });
    expect((await film.boundingBox())?.width).toBe(1280);
    await bob.hit('f');
    await bob.page.waitForFunction(() => document.fullscreenElement === null);
    await bob.sees('are you there?');
  });
});
