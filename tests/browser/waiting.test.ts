// Waiting for others: someone's film does not load, and the party stands for them, visibly and never without a way on.

import { describe, expect, it } from 'vitest';
import { apart, type Person } from './person.js';
import { bothPlaySample, setScene, together } from './two-people.js';

const otherFilm = /sample\.mp4\?other/;

const banner = (person: Person) => person.page.getByTestId('waiting');

/** Both watch the sample, then the host puts on a film that does not load on Bob's line. Returns what lets it load. */
async function stallBob({ alice, bob, server }: ReturnType<typeof setScene>): Promise<() => Promise<void>> {
  const release = await bob.stallFilm(otherFilm);
  await alice.changeFilm(`${server.origin}/media/sample.mp4?other`);
  return release;
}

describe('in a party that waits for everyone', () => {
  const scene = setScene();

  it('says for whom and how long, and goes on together when they are ready', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const release = await stallBob(scene);
    await expect.poll(() => banner(alice).textContent()).toMatch(/Waiting for Bob, \d+ s/);
    await expect.poll(() => banner(bob).textContent()).toMatch(/Waiting for you, \d+ s/);
    const seconds = async () => Number(/(\d+) s/.exec((await banner(alice).textContent()) ?? '')?.[1]);
    const first = await seconds();
    expect(first).toBeLessThanOrEqual(30);
    await expect.poll(seconds).toBeLessThan(first);
    await alice.seesFilmPausedAt(0);
    await alice.openPanel('People');
    await alice.page.locator('.person', { hasText: 'Bob' }).getByText('waited for').waitFor();
    await release();
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    await banner(alice).waitFor({ state: 'detached' });
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
    await alice.openPanel('Chat');
    await alice.sees(/The film waited for Bob, \d+ s/);
  });

  it('lets the host start anyway, and who was late catches up', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const release = await stallBob(scene);
    expect(await bob.page.getByRole('button', { name: 'Start anyway' }).count()).toBe(0);
    await alice.press('Start anyway');
    await alice.seesFilmPlaying();
    await banner(bob).waitFor({ state: 'detached' });
    await release();
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('goes on without someone who asks for it', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const release = await stallBob(scene);
    await bob.press('Don’t wait for me');
    await alice.seesFilmPlaying();
    await alice.openPanel('People');
    await alice.page.locator('.person', { hasText: 'Bob' }).getByText('not waited for').waitFor();
    await bob.openPanel('People');
    await expect.poll(() => bob.page.getByLabel('Don’t wait for me').isChecked()).toBe(true);
    await release();
    // The box follows what the server tells, which a click asks to change.
    await bob.page.getByLabel('Don’t wait for me').click();
    await alice.page.locator('.person', { hasText: 'Bob' }).getByText('not waited for').waitFor({ state: 'detached' });
  });
});

describe('in a party that waits for nobody', () => {
  const scene = setScene({ waitsFor: 'Nobody' });

  it('the film plays, and nothing is said', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    const release = await stallBob(scene);
    await bob.sees('Loading the film…');
    await alice.seesFilmPlaying();
    expect(await banner(alice).count()).toBe(0);
    await release();
    await bob.seesFilmPlaying();
  });
});
