// Starting together: before the first frame a question to all, a countdown, a start at a set time, and the way back.

import { describe, expect, it } from 'vitest';
import { apart, type Person } from './person.js';
import { setScene, together } from './two-people.js';

const scene = setScene();

const digits = (person: Person) => person.page.getByTestId('countdown');
const readyCheck = (person: Person) => person.page.getByTestId('ready-check');

async function gather(): Promise<void> {
  await scene.alice.gatherBeforeSample();
  await scene.alice.seesHeading('Start together');
  await scene.bob.seesHeading('The film has not started yet');
  await scene.alice.seesFilmPausedAt(0);
  await scene.bob.seesFilmPausedAt(0);
}

describe('a ready check', () => {
  it('asks everyone, counts down when all have said yes, and starts on both screens', async () => {
    const { alice, bob } = scene;
    await gather();
    expect(await bob.page.getByRole('button', { name: 'Ask if everyone is ready' }).count()).toBe(0);
    await alice.press('Ask if everyone is ready');
    await readyCheck(alice).getByText('1 of 2 ready').waitFor();
    await readyCheck(alice).getByText(/Missing: Bob\./).waitFor();
    await readyCheck(bob).getByText(/Missing: you\./).waitFor();
    await bob.press('Not yet');
    await expect.poll(() => bob.page.getByRole('button', { name: 'Not yet' }).getAttribute('aria-pressed')).toBe('true');
    expect(await digits(alice).count()).toBe(0);
    await bob.press('Ready');
    await expect.poll(() => digits(alice).textContent()).toMatch(/^[1-5]$/);
    await expect.poll(() => digits(bob).textContent()).toMatch(/^[1-5]$/);
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    expect(await apart(alice, bob)).toBeLessThan(together);
    await digits(bob).waitFor({ state: 'detached' });
    await bob.sees(/^Everyone is ready$/);
    await bob.sees('The film started as scheduled');
  });

  it('can be taken back', async () => {
    const { alice, bob } = scene;
    await gather();
    await alice.press('Ask if everyone is ready');
    await readyCheck(bob).waitFor();
    await alice.press('Cancel');
    await readyCheck(bob).waitFor({ state: 'detached' });
    await alice.seesHeading('Start together');
  });
});

describe('a scheduled start', () => {
  it('shows the same digits to both, and can be called off', async () => {
    const { alice, bob } = scene;
    await gather();
    await alice.press('Start in 10 s');
    await expect.poll(() => digits(alice).textContent()).toMatch(/^\d+$/);
    await expect.poll(async () => (await digits(alice).textContent()) === (await digits(bob).textContent())).toBe(true);
    expect(await bob.page.getByRole('button', { name: 'Cancel the start' }).count()).toBe(0);
    await alice.press('Cancel the start');
    await digits(bob).waitFor({ state: 'detached' });
    await bob.sees('Alice called the start off');
    await bob.seesFilmPausedAt(0);
  });

  it('at a time of the day is announced, and digits come later', async () => {
    const { alice, bob } = scene;
    await gather();
    const later = new Date(Date.now() + 7_200_000);
    const time = `${String(later.getHours()).padStart(2, '0')}:${String(later.getMinutes()).padStart(2, '0')}`;
    await alice.page.getByLabel('Time of the start').fill(time);
    await alice.press('Start at this time');
    await expect.poll(() => bob.page.getByTestId('scheduled-start').textContent()).toMatch(new RegExp(`Starts at ${time}, in (1 h|2 h)`));
    expect(await digits(bob).count()).toBe(0);
    await bob.page.reload();
    await bob.page.getByTestId('scheduled-start').waitFor();
  });

  it('is there after a break, too', async () => {
    const { alice, bob } = scene;
    await alice.press('Play the sample film');
    await bob.seesFilmPlaying();
    expect(await alice.page.getByRole('button', { name: 'Start together…' }).count()).toBe(0);
    await alice.seekTo(60);
    await alice.press('Pause for everyone');
    await bob.seesFilmPaused();
    await alice.press('Start together…');
    await alice.page.getByRole('dialog').getByRole('button', { name: 'Start in 10 s' }).click();
    await digits(bob).waitFor();
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    expect(await apart(alice, bob)).toBeLessThan(together);
    expect((await bob.moment()).position).toBeGreaterThan(60);
  });
});
