// Two people watch one film: what one does in control, both see.

import { describe, expect, it } from 'vitest';
import { apart, plainParty } from './person.js';
import { bothPlaySample, changeFilmFromTheMiddle, setScene, together } from './two-people.js';

const scene = setScene(plainParty);

describe('the host’s controls', () => {
  it('start the sample film on both screens, in step', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await bob.sees(/In sync/);
    await alice.sees(/In sync/);
  });

  it('pause both on one frame and go on together', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.press('Pause for everyone');
    await alice.seesFilmPaused();
    await bob.seesFilmPaused();
    await expect.poll(async () => Math.abs((await alice.moment()).position - (await bob.moment()).position)).toBeLessThan(0.04);
    await alice.press('Play for everyone');
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('seek both, which pauses them there', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.seekTo(90);
    await alice.seesFilmPausedAt(90);
    await bob.seesFilmPausedAt(90);
  });

  it('skip both to another film from its beginning', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await changeFilmFromTheMiddle(scene);
    await alice.seesFilmPlaying();
    expect((await bob.moment()).position).toBeLessThan(15);
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });
});

describe('roles', () => {
  it('leave a viewer without controls, by mouse or keyboard', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    expect(await bob.countSharedControls()).toBe(0);
    for (const key of ['ArrowRight', 'j', '5', '>', 'u']) await bob.page.keyboard.press(key);
    await bob.sees('Only the host and co-hosts can do this.');
    // Chat travels the same line: once it has arrived, a command before it would have too.
    await bob.say('nothing happened');
    await alice.sees('nothing happened');
    await alice.seesFilmPlaying();
    await bob.seesFilmPlaying();
    await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
  });

  it('give controls to a co-host at once, and take them back', async () => {
    const { alice, bob } = scene;
    await bothPlaySample(scene);
    await alice.manage('Bob', 'Make co-host');
    await bob.seesRole('Bob', 'Co-host');
    await bob.press('Pause for everyone');
    await alice.seesFilmPaused();
    await alice.manage('Bob', 'Make viewer');
    await bob.seesRole('Bob', 'Viewer');
    await expect.poll(() => bob.countSharedControls()).toBe(0);
  });

  it('pass to another host', async () => {
    const { alice, bob } = scene;
    await alice.manage('Bob', 'Hand over the party');
    await alice.confirm('Hand over');
    await bob.seesRole('Bob', 'Host');
    await bob.page.getByRole('button', { name: 'End party' }).waitFor();
    await alice.page.getByRole('button', { name: 'End party' }).waitFor({ state: 'detached' });
  });
});

describe('saying goodbye', () => {
  it('tells who was removed, and keeps them out', async () => {
    const { alice, bob, code } = scene;
    await alice.manage('Bob', 'Remove from the party');
    await alice.confirm('Remove');
    await bob.seesHeading('You were removed from this party');
    await bob.openLink(code);
    await bob.seesHeading('You were removed from this party');
  });

  it('tells everyone when the party ends, and whoever comes late', async () => {
    const { alice, bob, code } = scene;
    await alice.press('End party');
    await alice.confirm('End party');
    await alice.seesHeading('The party has ended');
    await bob.seesHeading('The party has ended');
    await bob.openLink(code);
    await bob.seesHeading('The party has ended');
  });

  it('lets someone leave and come back', async () => {
    const { alice, bob } = scene;
    await alice.openPanel('People');
    await alice.page.locator('.person', { hasText: 'Bob' }).waitFor();
    await bob.press('Leave');
    await bob.seesHeading('You have left the party');
    await alice.page.locator('.person', { hasText: 'Bob' }).waitFor({ state: 'detached' });
    await bob.press('Join again');
    await alice.seesRole('Bob', 'Viewer');
  });
});

describe('a code nobody has', () => {
  it('is told plainly', async () => {
    const { bob } = scene;
    await bob.openLink('ZZZZZ9');
    await bob.seesHeading('No party has this code');
  });
});

describe('what people write', () => {
  it('is shown as text, whatever it is', async () => {
    const { alice, bob } = scene;
    await bob.say('<img src=x onerror=alert(1)>');
    await alice.sees('<img src=x onerror=alert(1)>');
    expect(await alice.page.locator('.chat img').count()).toBe(0);
  });
});
