// Alice, who hosts, and Bob, who came by her link: the cast of most tests.

import { afterEach, beforeEach, expect } from 'vitest';
import { apart, type Person, type PartyChoices } from './person.js';
import { setStage, type Stage } from './stage.js';

/** Two screens this close show the same moment to anyone in the room, in seconds. */
export const together = 0.15;

/** The scene of one test file; its members are set before each test. */
export interface Scene extends Stage {
  alice: Person;
  bob: Person;
  /** The party's invite code. */
  code: string;
}

/** Sets the scene for every test of a file: one server, with its `settings`, and browser for all, a new party for each. */
export function setScene(choices: PartyChoices = {}, settings: Record<string, string> = {}): Scene {
  const scene = setStage(settings) as Scene;
  beforeEach(async () => {
    scene.alice = await scene.arrive();
    scene.bob = await scene.arrive();
    scene.code = await scene.alice.createPartyUnseen('Alice', 'Film night', choices);
    await scene.bob.signInUnseen('Bob');
    // One after the other: the order in which they come is the order of the list of people.
    for (const person of [scene.alice, scene.bob]) {
      await person.openLink(scene.code);
      await person.seesParty('Film night');
    }
  });
  afterEach(async () => {
    expect(scene.alice.complaints).toEqual([]);
    expect(scene.bob.complaints).toEqual([]);
    await scene.alice.leaveTown();
    await scene.bob.leaveTown();
  });
  return scene;
}

/** From a minute into the film that plays, Alice changes to another one, which plays on Bob's screen. */
export async function changeFilmFromTheMiddle({ alice, bob, server }: Scene): Promise<void> {
  await alice.seekTo(60);
  await bob.seesFilmPausedAt(60);
  await alice.changeFilm(`${server.origin}/media/sample.mp4?another`);
  await expect.poll(() => bob.filmSource()).toMatch(/\?another$/);
  await bob.seesFilmPlaying();
}

/** The sample film plays on both screens, in step. */
export async function bothPlaySample({ alice, bob }: Scene): Promise<void> {
  await alice.press('Play the sample film');
  await alice.seesFilmPlaying();
  await bob.seesFilmPlaying();
  await expect.poll(() => apart(alice, bob)).toBeLessThan(together);
}
