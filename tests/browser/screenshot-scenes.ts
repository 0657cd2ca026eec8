// Scenes to photograph that need more than a few people: a crowd, and live streams. See screenshots.ts.

import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Crowd } from './crowd.js';
import { LiveStream } from './live-stream.js';
import { Person, plainParty } from './person.js';

/** Photographs what a person sees, under a name. */
export type Shoot = (person: Person, name: string) => Promise<unknown>;

/** Where to photograph, and as what: the size and colours of a screen. */
export interface Set {
  browser: Browser;
  origin: string;
  look: BrowserContextOptions;
  shoot: Shoot;
}

/** Of a message so many words, some from right to left, some without a place to break. */
function crowdText(number: number): string {
  if (number % 9 === 4) return 'זה הרגע שחיכיתי לו כל הערב 🎬 ועכשיו הוא כאן';
  if (number % 13 === 7) return `https://films.example/${'no-place-to-break-'.repeat(6)}${number}`;
  return `Message ${number}: ${'and so on and so forth '.repeat(number % 7)}`;
}

/** Two hundred people with long names and from right to left, and a thousand messages. */
export async function photographCrowd({ browser, origin, look, shoot }: Set): Promise<void> {
  const host = await Person.arrive(browser, origin, look);
  const code = await host.createParty('Ann', 'Friday night films', plainParty);
  const crowd = await Crowd.join(origin, code, 199);
  await crowd.say(1000, crowdText);
  await host.press('Play the sample film');
  await host.seesFilmPlaying();
  await host.page.getByRole('log').locator('.chat-message').last().waitFor();
  await shoot(host, 'crowd-chat');
  await host.page.getByRole('log').evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
  await host.page.getByRole('button', { name: /newest/i }).waitFor();
  await shoot(host, 'crowd-chat-scrolled');
  await host.openPanel('People');
  await host.page.locator('.person').nth(30).waitFor({ state: 'attached' });
  await shoot(host, 'crowd-people');
  await host.page.locator('.people-list').evaluate((list) => (list.scrollTop = 2000));
  await host.page.getByText('120', { exact: false }).first().waitFor({ state: 'attached' });
  await shoot(host, 'crowd-people-scrolled');
  await host.page.getByPlaceholder('Find someone').fill('ליל');
  await host.page.getByPlaceholder('Find someone').fill('ليلى');
  await shoot(host, 'crowd-people-found');
  crowd.leave();
  await host.leaveTown();
}

/** A live stream: at the edge, behind it, for those who control the party and for viewers; and one that nothing ties. */
export async function photographLive(set: Set): Promise<void> {
  const stream = await LiveStream.open();
  const untied = await LiveStream.open({ dated: false, even: false });
  try {
    await photographStreams(set, stream, untied);
  } finally {
    for (const one of [stream, untied]) await one.close();
  }
}

async function photographStreams({ browser, origin, look, shoot }: Set, stream: LiveStream, untied: LiveStream): Promise<void> {
  const [host, viewer] = [await Person.arrive(browser, origin, look), await Person.arrive(browser, origin, look)];
  const code = await host.createParty('Ann', 'The final, live', plainParty);
  await viewer.joinByLink('Bob', code);
  await viewer.seesParty('The final, live');
  await host.changeFilm(stream.address);
  for (const person of [host, viewer]) await person.seesFilmPlaying();
  await host.page.locator('.live-mark-now').waitFor();
  await host.sees(/In sync, \d/);
  await shoot(host, 'live');
  await host.press('Back 10 seconds for everyone');
  await host.press('Play for everyone');
  await host.page.getByRole('button', { name: 'Go live for everyone' }).waitFor();
  await shoot(host, 'live-behind');
  await viewer.page.getByText(/^−0:\d\d$/).waitFor();
  await shoot(viewer, 'live-behind-viewer');
  await host.changeFilm(untied.address);
  await viewer.sees('screens may be some seconds apart');
  await shoot(viewer, 'live-untied');
  for (const person of [host, viewer]) await person.leaveTown();
}
