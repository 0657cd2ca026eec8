// The conversation: answers, second thoughts, who may not write, what is there after a reload, and no spoilers.

import { describe, expect, it } from 'vitest';
import type { Person } from './person.js';
import { bothPlaySample, setScene } from './two-people.js';

const scene = setScene();

const message = (person: Person, text: string) => person.page.locator('.chat-message', { hasText: text });
const field = (person: Person) => person.page.getByLabel('Message', { exact: true });

describe('what was said', () => {
  it('is there after a reload, and for who comes later', async () => {
    const { alice, bob } = scene;
    await alice.say('before');
    await bob.sees('before');
    await bob.page.reload();
    await bob.seesParty('Film night');
    await bob.sees('before');
    await alice.say('after');
    await bob.sees('after');
    expect(await message(bob, 'before').count()).toBe(1);
  });

  it('has links that can be clicked', async () => {
    const { alice, bob } = scene;
    await alice.say('see https://films.example/a?b=c.');
    const link = bob.page.getByRole('link', { name: 'https://films.example/a?b=c' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('https://films.example/a?b=c');
    expect(await link.getAttribute('rel')).toContain('noopener');
  });

  it('can be answered', async () => {
    const { alice, bob } = scene;
    await alice.say('popcorn or crisps?');
    await bob.sees('popcorn or crisps?');
    await bob.act('popcorn or crisps?', 'Reply');
    await bob.sees('Reply to Alice: popcorn or crisps?');
    await bob.page.keyboard.type('popcorn');
    await bob.page.keyboard.press('Enter');
    await message(alice, 'popcorn').locator('.chat-quote', { hasText: 'Alice popcorn or crisps?' }).waitFor();
  });

  it('can be edited by who wrote it', async () => {
    const { alice, bob } = scene;
    await alice.say('helo');
    await bob.sees('helo');
    await alice.act('helo', 'Edit');
    await field(alice).fill('hello');
    await alice.press('Save');
    await bob.sees('hello');
    await bob.sees('(edited)');
    expect(await message(bob, 'helo').count()).toBe(0);
  });

  it('can be deleted by who wrote it, and by the host', async () => {
    const { alice, bob } = scene;
    await bob.say('regrettable');
    await bob.say('rude');
    await alice.sees('rude');
    await bob.act('regrettable', 'Delete');
    await bob.confirm('Delete');
    await alice.sees('This message was deleted.');
    await alice.act('rude', 'Delete');
    await alice.confirm('Delete');
    await bob.sees('Alice deleted a message of yours');
    expect(await message(bob, 'rude').count()).toBe(0);
  });

  it('stays when the question whether to delete it is put away, and the focus is where it was', async () => {
    const { alice, bob } = scene;
    await alice.say('think twice');
    await alice.act('think twice', 'Delete');
    await alice.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect
      .poll(() => alice.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Reply or more: Alice');
    await bob.sees('think twice');
  });

  it('can be reported, which the host is told', async () => {
    const { alice, bob } = scene;
    await alice.say('nothing to see');
    await bob.sees('nothing to see');
    await bob.act('nothing to see', 'Report to the host');
    await bob.confirm('Report');
    await alice.sees('A message of Alice was reported: “nothing to see”');
  });

  it('speaks to people by name', async () => {
    const { alice, bob } = scene;
    await field(alice).click();
    await alice.page.keyboard.type('are you there, @bo');
    await alice.page.getByRole('option', { name: 'Bob' }).waitFor();
    await alice.page.keyboard.press('Enter');
    expect(await field(alice).inputValue()).toBe('are you there, @Bob ');
    await alice.page.keyboard.press('Enter');
    await bob.page.locator('.chat-for-me .chat-mention', { hasText: '@Bob' }).waitFor();
  });

  it('speaks to people by name in the middle of a text, and an input method keeps its Enter', async () => {
    const { alice } = scene;
    await field(alice).fill('hey , there');
    await field(alice).evaluate((input) => (input as HTMLTextAreaElement).setSelectionRange(4, 4));
    await alice.page.keyboard.type('@bo');
    await alice.page.getByRole('option', { name: 'Bob' }).waitFor();
    await field(alice).evaluate((input) =>
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })),
    );
    expect(await field(alice).inputValue()).toBe('hey @bo, there');
    await alice.page.keyboard.press('Enter');
    await alice.page.keyboard.type('and all');
    expect(await field(alice).inputValue()).toBe('hey @Bob and all, there');
  });
});

describe('writing', () => {
  it('is shown to the others while it goes on', async () => {
    const { alice, bob } = scene;
    await field(alice).click();
    await alice.page.keyboard.type('well');
    await bob.sees('Alice is typing…');
    await alice.page.keyboard.press('Enter');
    await bob.sees('well');
    await bob.page.getByText('Alice is typing…').waitFor({ state: 'detached' });
  });

  it('keeps the text when the server does not take it, and says when to try again', async () => {
    const { alice, bob } = scene;
    await alice.press('Party settings');
    await alice.page.getByLabel('Slow mode').selectOption('A message every 1 min');
    await alice.press('Done');
    await bob.sees('Alice changed the settings: slow mode: a message every 1 min');
    await bob.say('first of them');
    await alice.sees('first of them');
    await bob.say('second of them');
    await bob.sees(/slow mode; you may write again in \d/);
    expect(await field(bob).inputValue()).toBe('second of them');
  });

  it('is over for who is muted, until they may again', async () => {
    const { alice, bob } = scene;
    await alice.manage('Bob', 'Mute');
    await bob.sees('Alice muted you');
    await bob.say('mmm');
    await bob.sees(/You are muted in this party/);
    await alice.manage('Bob', 'Unmute');
    await bob.sees('Alice unmuted you');
    await bob.press('Send');
    await alice.openPanel('Chat');
    await alice.sees('mmm');
  });

  it('counts characters, not halves of them', async () => {
    const { alice, bob } = scene;
    await field(alice).fill('🎬'.repeat(1001));
    await alice.sees('-1');
    await alice.press('Send');
    await alice.sees(/1 too many/);
    await field(alice).fill('🎬'.repeat(1000));
    await alice.press('Send');
    await bob.sees('🎬'.repeat(1000));
  });
});

describe('the list of messages', () => {
  const list = (person: Person) => person.page.getByRole('log', { name: 'Messages' });
  const fromTheEnd = (person: Person) =>
    list(person).evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  const isAtTheEnd = (person: Person) => expect.poll(() => fromTheEnd(person)).toBeLessThan(2);
  const sayMuch = async (person: Person) => {
    for (const n of [1, 2, 3]) await person.say(`tall ${n}${'\nand so on'.repeat(30)}`);
  };

  it('stays where someone reads, says what came meanwhile, and goes to what one writes', async () => {
    const { alice, bob } = scene;
    await sayMuch(alice);
    await bob.sees('tall 3');
    await isAtTheEnd(bob);
    await list(bob).evaluate((element) => (element.scrollTop = 0));
    await bob.page.getByRole('button', { name: 'To the newest' }).waitFor();
    await alice.say('one more');
    await bob.page.getByRole('button', { name: '1 new message' }).waitFor();
    expect(await list(bob).evaluate((element) => element.scrollTop)).toBe(0);
    await bob.press('1 new message');
    await isAtTheEnd(bob);
    await list(bob).evaluate((element) => (element.scrollTop = 0));
    await bob.page.getByRole('button', { name: 'To the newest' }).waitFor();
    await bob.say('back here');
    await isAtTheEnd(bob);
  });

  it('is at the newest when it comes back into view', async () => {
    const { alice, bob } = scene;
    await sayMuch(alice);
    await bob.sees('tall 3');
    await bob.openPanel('People');
    await alice.say('meanwhile');
    await bob.page.getByRole('tab', { name: 'Chat 1 unread' }).waitFor();
    await bob.openPanel('Chat');
    await isAtTheEnd(bob);
  });

  it('is where someone read when it comes back into view', async () => {
    const { alice, bob } = scene;
    await sayMuch(alice);
    await bob.sees('tall 3');
    await list(bob).evaluate((element) => (element.scrollTop = 200));
    await bob.page.getByRole('button', { name: 'To the newest' }).waitFor();
    await bob.openPanel('People');
    await alice.say('meanwhile');
    await bob.page.getByRole('tab', { name: 'Chat 1 unread' }).waitFor();
    await bob.openPanel('Chat');
    await expect.poll(() => list(bob).evaluate((element) => element.scrollTop)).toBe(200);
  });
});

describe('no spoilers', () => {
  it('holds back what is said about a moment this screen has not reached', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.page.getByLabel('No spoilers: wait for my film').check();
    await bob.press('Pause for me only');
    await bob.sees('You are on your own.');
    await alice.seekTo(120);
    await alice.seesFilmPlaying();
    await alice.say('he was it all along');
    await bob.sees('One message waits for your film to get there.');
    expect(await message(bob, 'he was it all along').count()).toBe(0);
    await bob.page.getByRole('button', { name: 'Back to the party' }).first().click();
    await bob.sees('he was it all along');
  });
});

describe('reactions', () => {
  it('leave a line over the seek bar, also for who comes later', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.press('Applause');
    await alice.page.getByTestId('heat-line').waitFor({ state: 'attached' });
    // The server stores them in sums, a few seconds later.
    await expect
      .poll(
        async () => {
          await bob.page.reload();
          await bob.seesParty('Film night');
          await bob.seesFilmPlaying();
          return bob.page.getByTestId('heat-line').count();
        },
        { timeout: 30_000 },
      )
      .toBe(1);
  }, 60_000);
});

describe('a party that is over', () => {
  it('can be watched again, with what was said at its moment', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.say('at the beginning');
    await alice.seekTo(90);
    await alice.seesFilmPlaying();
    await alice.say('one and a half minutes in');
    await bob.sees('one and a half minutes in');
    await alice.press('End party');
    await alice.confirm('End party');
    await bob.press('Watch it again with its chat');
    const video = bob.page.locator('video');
    await video.waitFor();
    const seek = (seconds: number) =>
      video.evaluate((element, to) => ((element as HTMLVideoElement).currentTime = to), seconds);
    await seek(30);
    await bob.sees('at the beginning');
    expect(await message(bob, 'one and a half minutes in').count()).toBe(0);
    await seek(100);
    await bob.sees('one and a half minutes in');
  });
});
