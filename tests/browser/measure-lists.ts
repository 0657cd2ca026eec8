// How smooth the page's long lists are: what a frame of scrolling, a new message and somebody who comes or goes cost the
// page's main thread with thousands of people and messages, beside the same with a hundred, and how many frames came late.
// `npm run lists -w tests/browser`; nothing else should run. Takes some minutes. Prints the table of docs/web-performance.md.

import { launchBrowser } from './chromium.js';
import { Crowd, crowdSettings } from './crowd.js';
import { measureFrames, type Frames } from './frames.js';
import { Person, plainParty } from './person.js';
import { Server } from './server.js';

const counts = [100, 5000];
/** Frames of a scroll, and how far each moves, in px: a fast flick. */
const scroll = { frames: 120, stepPx: 400 };
const newMessages = 60;
/** So many come to the party and go again while the list of people shows. */
const passersBy = 30;
/** Between two messages, or two who pass by: as lively as it gets, in ms. */
const paceMs = 50;
/** Writers, the only ones connected: the others have a seat, or each that comes would be told to thousands. */
const writerCount = 10;
const deadlineMs = 120_000;

interface Row {
  count: number;
  messages: Frames;
  people: Frames;
  newMessage: Frames;
  passerBy: Frames;
  /** Elements on the page with the list of people open. */
  elements: number;
}

const say = (what: string) => console.error(`${(performance.now() / 1000).toFixed(0)} s: ${what}`);

/** Scrolls back and forth through a list, a step a frame. */
function scrollThrough({ page }: Person, list: string): Promise<void> {
  return page.evaluate(
    async ([selector, frames, stepPx]) => {
      const element = document.querySelector(selector)!;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let n = 0; n < frames; ++n) {
        element.scrollTop += n < frames / 2 ? -stepPx : stepPx;
        await frame();
      }
    },
    [list, scroll.frames, scroll.stepPx] as const,
  );
}

/** Scrolls back until all of what was said is on the page, and to the newest again. */
async function loadAllMessages({ page }: Person, count: number): Promise<void> {
  await page.waitForFunction(
    (all) => {
      const list = document.querySelector('.chat-lines')!;
      if (list.querySelectorAll('.chat-message').length >= all) return true;
      list.scrollTop = list.scrollTop === 0 ? 1 : 0;
      return false;
    },
    count,
    { polling: 20 },
  );
  await page.getByRole('log').evaluate((list) => (list.scrollTop = list.scrollHeight));
}

/** A name that is looked for has the list load everyone. */
async function loadAllPeople(person: Person, count: number): Promise<void> {
  await person.openPanel('People');
  const field = person.page.getByPlaceholder('Find someone');
  await field.fill('nobody has this name');
  await person.sees('Nobody here has such a name.');
  await field.fill('');
  await listed(person, count);
  await person.page.locator('.people-list').evaluate((list) => (list.scrollTop = list.scrollHeight));
}

async function listed({ page }: Person, count: number): Promise<void> {
  await page.waitForFunction((all) => document.querySelector('.person')?.getAttribute('aria-setsize') === String(all), count);
}

/** Whether this is what was said last. To look for a text on the whole page would cost more than what is measured. */
function endsWith(text: string): boolean {
  return document.querySelector('.chat-content')?.lastElementChild?.textContent?.includes(text) ?? false;
}

async function measure(server: Server, count: number): Promise<Row> {
  const browser = await launchBrowser();
  const host = await Person.arrive(browser, server.origin);
  host.page.setDefaultTimeout(deadlineMs);
  let writers: Crowd | null = null;
  try {
    const code = await host.createPartyUnseen('Ann', 'Friday night films', plainParty);
    const others = count - writerCount;
    await Crowd.join(server.origin, code, others, { connected: false });
    const crowd = (writers = await Crowd.join(server.origin, code, writerCount));
    say(`${count} people have a seat`);
    await crowd.say(count, (number) => `Message ${number}: ${'and so on '.repeat(number % 12)}`);
    say(`${count} messages are written`);
    await host.openLink(code);
    await host.seesParty('Friday night films');
    await loadAllMessages(host, count);
    say('all of them are on the page');
    const messages = await measureFrames(host, scroll.frames, () => scrollThrough(host, '.chat-lines'));
    await host.page.getByRole('log').evaluate((list) => (list.scrollTop = list.scrollHeight));
    const newMessage = await measureFrames(host, newMessages, async () => {
      for (let n = 1; n <= newMessages; ++n) {
        await crowd.say(1, () => `News ${n}.`);
        await host.page.waitForTimeout(paceMs);
      }
      await host.page.waitForFunction(endsWith, `News ${newMessages}.`, { polling: paceMs });
    });
    await loadAllPeople(host, count + 1);
    const people = await measureFrames(host, scroll.frames, () => scrollThrough(host, '.people-list'));
    const passerBy = await measureFrames(host, passersBy, async () => {
      for (let n = 0; n < passersBy; ++n) {
        const passing = await Crowd.join(server.origin, code, 1);
        await host.page.waitForTimeout(paceMs);
        passing.leave();
      }
      await host.page.waitForTimeout(paceMs);
    });
    say('measured');
    const elements = await host.page.evaluate(() => document.querySelectorAll('*').length);
    return { count, messages, people, newMessage, passerBy, elements };
  } finally {
    writers?.leave();
    await browser.close();
  }
}

function cell({ busyMs, leftOut, longestMs }: Frames, few: Frames): string {
  return `${busyMs.toFixed(1)} (${(busyMs / few.busyMs).toFixed(1)}×), ${(leftOut * 100).toFixed(0)} %, ${longestMs.toFixed(0)}`;
}

const server = await Server.launch(crowdSettings);
try {
  const rows: Row[] = [];
  for (const count of counts) rows.push(await measure(server, count));
  const [few] = rows;
  const measured = ['messages', 'people', 'newMessage', 'passerBy'] as const;
  console.log('| People and messages | Scrolling messages | Scrolling people | A new message | Somebody comes and goes | Elements |');
  console.log('| --: | --: | --: | --: | --: | --: |');
  for (const row of rows) {
    console.log(`| ${[row.count, ...measured.map((what) => cell(row[what], few![what])), row.elements].join(' | ')} |`);
  }
} finally {
  await server.dispose();
}
