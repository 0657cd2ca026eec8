// Takes pictures of the page for people to look at: desktop, tablet and phone, dark and light, into build/screenshots/.
// With `--readme`, the picture for the README instead. Names of scenes, and of looks, take only those:
// `npm run screenshots -- crowd live tablet-light`.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from './chromium.js';
import { readmePicture, screenshotDirectory } from './paths.js';
import { Person } from './person.js';
import setupSampleFilm from './sample-film.js';
import { crowdSettings } from './crowd.js';
import { photographEnds, photographOperators, photographStrangers } from './ending-scenes.js';
import { photographCrowd, photographLive, type Set as Scene } from './screenshot-scenes.js';
import { Server } from './server.js';

const looks: Record<string, BrowserContextOptions> = {
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'desktop-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'tablet-dark': { viewport: { width: 820, height: 1180 }, colorScheme: 'dark', hasTouch: true },
  'tablet-light': { viewport: { width: 820, height: 1180 }, colorScheme: 'light', hasTouch: true },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', isMobile: true, hasTouch: true },
  'phone-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
};

const forReadme = process.argv.includes('--readme');
const picture = (name: string) => join(screenshotDirectory, `${name}.png`);

/** People of one party, the host first. */
async function gather(browser: Browser, origin: string, look: string, title: string, names: string[]): Promise<Person[]> {
  const people: Person[] = [];
  let code = '';
  for (const name of names) {
    const person = await Person.arrive(browser, origin, looks[look]);
    if (people.length === 0) code = await person.createParty(name, title);
    else await person.joinByLink(name, code);
    await person.seesParty(title);
    people.push(person);
  }
  return people;
}

async function say(person: Person, text: string): Promise<void> {
  await person.say(text);
  await person.sees(text);
}

/** A party that has been going on for a little while. */
async function photographParty(browser: Browser, origin: string, look: string): Promise<void> {
  const people = await gather(browser, origin, look, 'Friday night films', ['Ann', 'Bob', 'Cleo', 'Dan']);
  const [host, coHost, viewer] = people as [Person, Person, Person];
  await host.manage('Bob', 'Make co-host');
  await host.seesRole('Bob', 'Co-host');
  await host.page.screenshot({ path: picture(`party-empty-${look}`) });
  await host.press('Play the sample film');
  await host.seesFilmPlaying();
  await host.seekTo(154);
  await host.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 154.5);
  await say(coHost, 'Made it, popcorn ready');
  await say(viewer, 'Is that the same frame on your side?');
  await say(host, 'Frame for frame. Look at the counter!');
  await host.sees(/In sync, \d/);
  await Promise.all(people.slice(1).map((guest) => guest.press('Applause')));
  await host.page.waitForFunction(() => document.querySelectorAll('.floating span').length >= 3);
  await host.page.waitForFunction(() =>
    document.getAnimations().every((animation) => Number(animation.currentTime ?? 0) > 500),
  );
  await host.page.screenshot({ path: picture(`party-${look}`) });
  if (forReadme) await host.page.screenshot({ path: readmePicture });
  await coHost.openPanel('People');
  await coHost.page.screenshot({ path: picture(`people-${look}`) });
  await viewer.openPanel('Sync');
  await viewer.sees(/This screen is/);
  await viewer.page.screenshot({ path: picture(`sync-${look}`) });
  await viewer.press('Pause for me only');
  await viewer.sees('You are on your own.');
  await viewer.page.screenshot({ path: picture(`on-their-own-${look}`) });
  await host.press('Speed for everyone: 1×');
  await host.page.screenshot({ path: picture(`menu-${look}`) });
  await host.page.keyboard.press('Escape');
  await coHost.hit('?');
  await coHost.page.screenshot({ path: picture(`shortcuts-${look}`) });
  await host.press('enter fullscreen mode');
  await host.hit('t');
  await host.page.getByLabel('Message', { exact: true }).waitFor();
  await host.page.screenshot({ path: picture(`full-screen-${look}`) });
  for (const person of people) await person.leaveTown();
}

/** Before the film: the lobby, a ready check, the countdown; then a film that does not load for everyone. */
async function photographRoom(browser: Browser, origin: string, look: string): Promise<void> {
  const people = await gather(browser, origin, look, 'Friday night films', ['Ann', 'Bob', 'Cleo', 'Dan']);
  const [host, late, viewer] = people as [Person, Person, Person];
  const shoot = (person: Person, name: string) => person.page.screenshot({ path: picture(`${name}-${look}`) });
  await host.gatherBeforeSample();
  await host.seesHeading('Start together');
  await viewer.seesFilmPausedAt(0);
  await shoot(host, 'lobby');
  await shoot(viewer, 'lobby-viewer');
  await host.press('Ask if everyone is ready');
  await viewer.press('Ready');
  await late.press('Not yet');
  await host.sees('2 of 4 ready');
  await shoot(host, 'ready-check');
  await host.press('Cancel');
  await host.press('Start in 10 s');
  await host.page.getByTestId('countdown').waitFor();
  await shoot(host, 'countdown');
  await viewer.seesFilmPlaying();
  const release = await late.stallFilm(/\?other/);
  await host.changeFilm(`${origin}/media/sample.mp4?other`);
  await host.sees(/Waiting for Bob, \d+ s/);
  await shoot(host, 'waiting');
  await late.sees(/Waiting for you, \d+ s/);
  await late.openPanel('People');
  await shoot(late, 'waited-for');
  await release();
  await viewer.seesFilmPlaying();
  await viewer.sees(/The film waited for Bob/);
  await shoot(viewer, 'feed');
  await host.press('Party settings');
  await shoot(host, 'settings');
  await host.press('Done');
  await host.press('Pause for everyone');
  await host.press('Start together…');
  await shoot(host, 'start-together');
  for (const person of people) await person.leaveTown();
}

/** The queue: empty, with 200 films of long and right-to-left titles, with a vote; and playlists. */
async function photographQueue(browser: Browser, origin: string, look: string): Promise<void> {
  const [host, viewer] = (await gather(browser, origin, look, 'Friday night films', ['Ann', 'Bob'])) as [Person, Person];
  const shoot = (person: Person, name: string) => person.page.screenshot({ path: picture(`${name}-${look}`) });
  const { request } = host.page;
  await host.press('Play the sample film');
  await host.seesFilmPlaying();
  await host.openPanel('Queue');
  await shoot(host, 'queue-empty');
  const names = ['Sintel', 'فيلم طويل جدا عن السينما والأصدقاء', `The one with ${'a very long '.repeat(10)}title`];
  const clips: string[] = [];
  for (const title of names) {
    const data = { title, url: `${origin}/media/sample.mp4`, duration_ms: 754_000 };
    clips.push((await (await request.post(`${origin}/api/v1/clips`, { data })).json()).id);
  }
  const clip_ids = Array.from({ length: 200 }, (_, index) => clips[index % clips.length]);
  const data = { title: 'Friday nights', clip_ids };
  const { id } = await (await request.post(`${origin}/api/v1/playlists`, { data })).json();
  await host.page.reload();
  await host.openPanel('Queue');
  await host.press('Add all');
  await host.page.locator('.queue-item').nth(199).waitFor({ state: 'attached' });
  await shoot(host, 'queue-200');
  await viewer.openPanel('Queue');
  await viewer.page.getByRole('button', { name: /^Vote to skip/ }).waitFor();
  await shoot(viewer, 'queue-viewer');
  await host.page.goto(`${origin}/playlists`);
  await host.seesHeading('Your playlists');
  await host.sees('200 films');
  await shoot(host, 'playlists');
  await host.page.goto(`${origin}/playlists/${id}`);
  await host.seesHeading('Friday nights');
  await shoot(host, 'playlist');
  await host.page.goto(`${origin}/playlists/there-is-none`);
  await host.page.getByRole('alert').waitFor();
  await shoot(host, 'playlist-missing');
  for (const person of [host, viewer]) await person.leaveTown();
}

/** Names and titles as long as they may be, and a film that is not there. */
async function photographTrouble(browser: Browser, origin: string, look: string): Promise<void> {
  const longName = 'Wilhelmina Bartholomew-Featherstonehaugh of the Upper Back Row';
  const longTitle = 'The one with the very long title that nobody wanted to shorten before sending it to all of their friends';
  const people = await gather(browser, origin, look, longTitle, [longName, `${longName} Jr`.slice(0, 64)]);
  const [host, viewer] = people as [Person, Person];
  await host.changeFilm(`${origin}/media/${'a-film-that-is-not-there-'.repeat(5)}.mp4`);
  await say(viewer, `https://films.example/${'no-place-to-break-'.repeat(8)}`);
  await host.page.getByRole('button', { name: 'Try again' }).waitFor();
  await host.page.screenshot({ path: picture(`trouble-${look}`) });
  await viewer.openPanel('People');
  await viewer.page.screenshot({ path: picture(`trouble-people-${look}`) });
  for (const person of people) await person.leaveTown();
}

/** An empty chat, a full one with long names and text from right to left, and a text the server does not take. */
async function photographChat(browser: Browser, origin: string, look: string): Promise<void> {
  const longName = 'Wilhelmina Bartholomew-Featherstonehaugh of the Upper Back Row';
  const people = await gather(browser, origin, look, 'Friday night films', ['Ann', longName, 'Noa']);
  const [host, long, rightToLeft] = people as [Person, Person, Person];
  const shoot = (person: Person, name: string) => person.page.screenshot({ path: picture(`chat-${name}-${look}`) });
  await shoot(host, 'empty');
  await host.press('Play the sample film');
  await host.seesFilmPlaying();
  const code = new URL(host.page.url()).pathname.split('/').at(-1);
  // Written past the page: a thousand times would take its time.
  await long.page.evaluate(async (invite) => {
    const json = { 'Content-Type': 'application/json' };
    const { party_id } = await (await fetch(`/api/v1/watch-parties/${invite}/join`, { method: 'POST' })).json();
    for (let n = 1; n <= 1000; ++n) {
      const body = JSON.stringify({ message: `Message ${n}: ${'and so on '.repeat(n % 7)}` });
      await fetch(`/api/v1/watch-parties/${party_id}/messages`, { method: 'POST', headers: json, body });
    }
  }, code);
  await say(rightToLeft, 'שלום לכולם, איזה סרט! 🎬');
  await say(host, 'See https://films.example/the-making-of and tell me');
  await rightToLeft.act('See https://films.example', 'Reply');
  await rightToLeft.page.keyboard.type('מיד');
  await rightToLeft.page.keyboard.press('Enter');
  await host.sees('מיד');
  await shoot(host, 'full');
  await host.page.reload();
  await host.sees('מיד');
  await host.page.locator('.chat-lines').evaluate((element) => (element.scrollTop = element.scrollHeight / 2));
  await shoot(host, 'scrolled');
  await host.manage('Noa', 'Mute');
  await rightToLeft.say('why?');
  await rightToLeft.sees(/you are muted/i);
  await shoot(rightToLeft, 'muted');
  await say(host, 'The whole party will laugh');
  await host.act('The whole party', 'Edit');
  await shoot(host, 'editing');
  for (const person of people) await person.leaveTown();
}

async function photographHome(browser: Browser, origin: string, look: string): Promise<void> {
  const visitor = await Person.arrive(browser, origin, looks[look]);
  await visitor.page.goto(origin);
  await visitor.page.getByLabel('Your name').waitFor();
  await visitor.page.screenshot({ path: picture(`home-${look}`), fullPage: true });
  await visitor.openLink('ABC234');
  await visitor.page.getByLabel('Your name').waitFor();
  await visitor.page.screenshot({ path: picture(`invitation-${look}`) });
  await visitor.leaveTown();
}

/** The first page of someone who has friends and a past, where there are public parties. */
async function photographLists(browser: Browser, origin: string, look: string): Promise<void> {
  const longTitle = 'A marathon of everything that was ever filmed in black and white, with breaks for tea and cake';
  const titles = [longTitle, 'ليلة الأفلام القديمة', 'Cartoons for rainy Sundays'];
  const hosts: Person[] = [];
  for (const [index, title] of titles.entries()) {
    const host = await Person.arrive(browser, origin, looks[look]);
    const name = ['Wilhelmina Bartholomew-Featherstonehaugh of the Upper Back Row', 'ليلى', 'Ann'][index] ?? 'Ann';
    await host.createParty(name, title, { visibility: 'Everyone' });
    await host.press('Play the sample film');
    hosts.push(host);
  }
  const [, , ann] = hosts as [Person, Person, Person];
  const bob = await Person.arrive(browser, origin, looks[look]);
  await bob.joinByLink('Bob', new URL(ann.page.url()).pathname.split('/').at(-1) ?? '');
  await bob.seesParty('Cartoons for rainy Sundays');
  await bob.openPanel('People');
  await bob.choose('More about Ann', 'Add as friend');
  await ann.openPanel('People');
  await ann.press('Invite');
  await ann.page.getByRole('img', { name: /^QR code of/ }).waitFor();
  await ann.page.getByLabel('For whom').fill('Wilhelmina from the upper back row');
  await ann.press('Make an invitation');
  await ann.sees('0 of 1 used');
  await ann.page.screenshot({ path: picture(`invite-${look}`) });
  await ann.page.goto(origin);
  await ann.sees('asks to be your friend');
  await ann.page.getByRole('link', { name: /^Join: A marathon/ }).first().waitFor();
  await ann.page.screenshot({ path: picture(`lists-${look}`), fullPage: true });
  await bob.page.goto(origin);
  await bob.page.getByLabel('Search public parties').fill('nothing has this title');
  await bob.sees('No public party has this in its title.');
  await bob.page.screenshot({ path: picture(`lists-nothing-${look}`), fullPage: true });
  for (const person of [...hosts, bob]) await person.leaveTown();
}

/** In front of a party: the password, the waiting room, and what the host sees of it. */
async function photographDoor(browser: Browser, origin: string, look: string): Promise<void> {
  const host = await Person.arrive(browser, origin, looks[look]);
  const guest = await Person.arrive(browser, origin, looks[look]);
  const code = await host.createParty('Ann', 'Friday night films');
  await host.press('Party settings');
  await host.page.getByRole('checkbox', { name: /^Let people in one by one/ }).check();
  await host.page.getByLabel(/^Password/).fill('popcorn');
  await host.press('Set a password');
  await host.page.getByRole('button', { name: 'Change the password' }).scrollIntoViewIfNeeded();
  await host.page.screenshot({ path: picture(`settings-password-${look}`) });
  await host.press('Done');
  await guest.joinByLink('Wilhelmina Bartholomew-Featherstonehaugh', code);
  await guest.seesHeading('This party has a password');
  await guest.page.getByLabel('Password', { exact: true }).fill('peanuts');
  await guest.press('Join the party');
  await guest.sees(/not the party's password/);
  await guest.page.screenshot({ path: picture(`password-${look}`) });
  await guest.page.getByLabel('Password', { exact: true }).fill('popcorn');
  await guest.press('Join the party');
  await guest.seesHeading('You are in the waiting room');
  await guest.page.screenshot({ path: picture(`waiting-room-${look}`) });
  await host.page.getByTestId('join-request').waitFor();
  await host.page.screenshot({ path: picture(`join-request-${look}`) });
  await host.press('Decline');
  await guest.seesHeading('You were not let in');
  await guest.page.screenshot({ path: picture(`not-let-in-${look}`) });
  for (const person of [host, guest]) await person.leaveTown();
}

/** The scenes that are told what they need. */
const asSet =
  (photograph: (scene: Scene) => Promise<void>) => (on: Browser, origin: string, look: string) =>
    photograph({
      browser: on,
      origin,
      look: looks[look] ?? {},
      shoot: (person, name) => person.page.screenshot({ path: picture(`${name}-${look}`) }),
    });

const scenes = {
  home: photographHome,
  party: photographParty,
  room: photographRoom,
  trouble: photographTrouble,
  chat: photographChat,
  queue: photographQueue,
  lists: photographLists,
  door: photographDoor,
  crowd: asSet(photographCrowd),
  live: asSet(photographLive),
  strangers: asSet(photographStrangers),
  ends: asSet(photographEnds),
  operators: asSet(photographOperators),
};

/** Those that were asked for; all where none was. */
function chosen<Value>(all: Record<string, Value>): [string, Value][] {
  const asked = Object.entries(all).filter(([name]) => process.argv.includes(name));
  return asked.length > 0 ? asked : Object.entries(all);
}

setupSampleFilm();
mkdirSync(screenshotDirectory, { recursive: true });
const server = await Server.launch({ ...crowdSettings, MATINEE_CREATES_PER_HOUR: '1000' });
const browser = await launchBrowser();
try {
  if (forReadme) await photographParty(browser, server.origin, 'desktop-dark');
  for (const [look] of forReadme ? [] : chosen(looks)) {
    for (const [name, photograph] of chosen(scenes)) {
      // One scene that fails must not hide the others.
      await photograph(browser, server.origin, look).catch((error) => {
        process.exitCode = 1;
        console.error(`${name}, ${look}:`, error);
      });
    }
  }
  console.log(`screenshots: ${screenshotDirectory}${forReadme ? `, ${readmePicture}` : ''}`);
} finally {
  await browser.close();
  await server.dispose();
}
