// How smooth the page's long lists are: what a frame of scrolling and a new message cost the page's main thread with
// thousands of people and messages, beside the same with a hundred. `npm run lists -w tests/browser`; nothing else should
// run. Prints a table for docs/performance.md.

import type { CDPSession } from 'playwright-core';
import { launchBrowser } from './chromium.js';
import { Crowd, crowdSettings } from './crowd.js';
import { Person, plainParty } from './person.js';
import { Server } from './server.js';

const counts = [100, 5000];
/** Frames of a scroll, and how far each moves, in px: a fast flick. */
const scroll = { frames: 120, stepPx: 400 };
const newMessages = 60;
interface Row {
  count: number;
  /** Work of the main thread for a frame of scrolling, in ms of its processor time. */
  messagesMs: number;
  peopleMs: number;
  /** The same for a message that comes. */
  newMessageMs: number;
  /** Elements on the page with the list of people open. */
  elements: number;
}

/** The processor time of the page's main thread, in ms. */
async function busyMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Scrolls back and forth through a list, a step a frame: what a frame costs. */
async function scrollThrough({ page }: Person, devtools: CDPSession, list: string): Promise<number> {
  const before = await busyMs(devtools);
  await page.evaluate(
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
  return ((await busyMs(devtools)) - before) / scroll.frames;
}

/** Scrolls back until all of what was said is on the page. */
async function loadAllMessages({ page }: Person, count: number): Promise<void> {
  await page.evaluate(async (all) => {
    const list = document.querySelector('.chat-lines')!;
    while (list.querySelectorAll('.chat-message').length < all) {
      list.scrollTop = list.scrollTop === 0 ? 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    list.scrollTop = list.scrollHeight;
  }, count);
}

/** A name that is looked for has the list load everyone. */
async function loadAllPeople(person: Person, count: number): Promise<void> {
  await person.openPanel('People');
  const field = person.page.getByPlaceholder('Find someone');
  await field.fill('nobody has this name');
  await person.sees('Nobody here has such a name.');
  await field.fill('');
  await person.page.waitForFunction((all) => document.querySelector('.person')?.getAttribute('aria-setsize') === String(all), count + 1);
  await person.page.locator('.people-list').evaluate((list) => (list.scrollTop = list.scrollHeight));
}

async function measure(server: Server, count: number): Promise<Row> {
  const browser = await launchBrowser();
  const host = await Person.arrive(browser, server.origin);
  host.page.setDefaultTimeout(120_000);
  const code = await host.createPartyUnseen('Ann', 'Friday night films', plainParty);
  // Before the others come: a thousand messages to a thousand people are a million.
  const writers = await Crowd.join(server.origin, code, 10);
  let others: Crowd | null = null;
  try {
    await writers.say(count, (number) => `Message ${number}: ${'and so on '.repeat(number % 12)}`);
    others = await Crowd.join(server.origin, code, count - 10);
    await host.openLink(code);
    await host.seesParty('Friday night films');
    await host.page.locator('.chat-message').first().waitFor();
    const devtools = await host.page.context().newCDPSession(host.page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await loadAllMessages(host, count);
    const messagesMs = await scrollThrough(host, devtools, '.chat-lines');
    await host.page.getByRole('log').evaluate((list) => (list.scrollTop = list.scrollHeight));
    const before = await busyMs(devtools);
    await writers.say(newMessages, (number) => `News ${number}`);
    await host.page.waitForFunction((all) => document.querySelectorAll('.chat-message').length >= all, count + newMessages);
    const newMessageMs = ((await busyMs(devtools)) - before) / newMessages;
    await loadAllPeople(host, count);
    const peopleMs = await scrollThrough(host, devtools, '.people-list');
    const elements = await host.page.evaluate(() => document.querySelectorAll('*').length);
    return { count, messagesMs, peopleMs, newMessageMs, elements };
  } finally {
    writers.leave();
    others?.leave();
    await browser.close();
  }
}

const server = await Server.launch(crowdSettings);
try {
  const rows: Row[] = [];
  for (const count of counts) rows.push(await measure(server, count));
  const [few] = rows;
  const beside = (value: number, of: number) => `${value.toFixed(1)} (${(value / of).toFixed(1)}×)`;
  console.log('| People and messages | a frame of scrolling messages | a frame of scrolling people | a new message | elements |');
  console.log('| --: | --: | --: | --: | --: |');
  for (const { count, messagesMs, peopleMs, newMessageMs, elements } of rows) {
    const cells = [
      count,
      beside(messagesMs, few!.messagesMs),
      beside(peopleMs, few!.peopleMs),
      beside(newMessageMs, few!.newMessageMs),
      elements,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  await server.dispose();
}
