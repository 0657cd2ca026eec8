// Scenes to photograph at the edges of an evening: how one gets in with a token, what went wrong, how it ended, and what
// is left of it. Each has a server of its own, since it is stopped or operated. See screenshots.ts.

import { Person, plainParty } from './person.js';
import type { Set } from './screenshot-scenes.js';
import { Server } from './server.js';

async function on(settings: Record<string, string>, work: (server: Server) => Promise<void>): Promise<void> {
  const server = await Server.launch(settings);
  try {
    await work(server);
  } finally {
    await server.dispose();
  }
}

async function endParty(host: Person): Promise<void> {
  // On a phone it is among the settings.
  const button = host.page.getByRole('button', { name: 'End party', exact: true }).first();
  if (!(await button.isVisible())) await host.press('Party settings');
  await host.page.getByRole('button', { name: 'End party', exact: true }).last().click();
  await host.confirm('End party');
  await host.seesHeading('The party has ended');
}

/** A server without guests, and a code nobody has. */
export async function photographStrangers({ browser, look, shoot }: Set): Promise<void> {
  await on({ MATINEE_GUESTS: 'false' }, async (server) => {
    const stranger = await Person.arrive(browser, server.origin, look);
    await stranger.page.goto(server.origin);
    await stranger.sees('Guests are not admitted on this server.');
    await shoot(stranger, 'sign-in');
    await stranger.leaveTown();
  });
  await on({}, async (server) => {
    const stranger = await Person.arrive(browser, server.origin, look);
    await stranger.signInUnseen('Ann');
    await stranger.openLink('ZZZZZ9');
    await stranger.seesHeading('No party has this code');
    await shoot(stranger, 'no-such-party');
    await stranger.leaveTown();
  });
}

/** The server is away; somebody is removed, somebody leaves, the party ends, and is watched again. */
export async function photographEnds({ browser, look, shoot }: Set): Promise<void> {
  await on({}, async (server) => {
    const people: Person[] = [];
    for (let i = 0; i < 4; i += 1) people.push(await Person.arrive(browser, server.origin, look));
    const [host, removed, leaving, viewer] = people as [Person, Person, Person, Person];
    const code = await host.createParty('Ann', 'Friday night films', plainParty);
    for (const [person, name] of [[removed, 'Bob'], [leaving, 'Cleo'], [viewer, 'Dan']] as const) {
      await person.joinByLink(name, code);
      await person.seesParty('Friday night films');
    }
    await host.press('Play the sample film');
    await viewer.seesFilmPlaying();
    await host.say('This is where it begins');
    await viewer.openPanel('Chat');
    await viewer.sees('This is where it begins');
    await viewer.press('Applause');
    await server.kill();
    await viewer.sees('Connection lost');
    await shoot(viewer, 'server-away');
    await server.start();
    await host.sees(/In sync, \d/);
    await host.manage('Bob', 'Remove from the party');
    await host.confirm('Remove');
    await removed.seesHeading('You were removed from this party');
    await shoot(removed, 'removed');
    await host.sees(/Bob/);
    await shoot(host, 'removed-in-list');
    await leaving.press('Leave');
    await leaving.seesHeading('You have left the party');
    await shoot(leaving, 'left');
    await host.seekTo(90);
    await host.say('The best scene of all, watch the counter');
    await endParty(host);
    await shoot(host, 'ended-host');
    await viewer.seesHeading('The party has ended');
    await shoot(viewer, 'ended');
    await viewer.press('Watch it again with its chat');
    await viewer.page.locator('video').waitFor();
    await viewer.page.locator('video').evaluate((video) => ((video as HTMLVideoElement).currentTime = 100));
    await viewer.sees('The best scene of all');
    await shoot(viewer, 'replay');
    await host.page.goto(server.origin);
    await host.page.getByRole('link', { name: 'Figures: Friday night films' }).waitFor();
    await host.page.getByRole('link', { name: 'Figures: Friday night films' }).scrollIntoViewIfNeeded();
    await shoot(host, 'history');
    await host.page.getByRole('link', { name: 'Figures: Friday night films' }).click();
    await host.page.getByRole('img', { name: /^People over time/ }).waitFor();
    await shoot(host, 'figures');
    await host.page.goto(server.origin);
    await host.page.getByRole('link', { name: 'Your data' }).click();
    await host.page.getByRole('button', { name: 'Export my data' }).waitFor();
    await shoot(host, 'your-data');
    await host.press('Delete my data');
    await shoot(host, 'your-data-delete');
    for (const person of people) await person.leaveTown();
  });
}

/** The operators' page: parties, one of them, a question, and what a blocked user sees. */
export async function photographOperators({ browser, look, shoot }: Set): Promise<void> {
  await on({}, async (server) => {
    const people: Person[] = [];
    for (let i = 0; i < 3; i += 1) people.push(await Person.arrive(browser, server.origin, look));
    const [host, guest, operator] = people as [Person, Person, Person];
    const code = await host.createParty('Wilhelmina Bartholomew-Featherstonehaugh', 'Friday night films', plainParty);
    await guest.joinByLink('Bob', code);
    await guest.seesParty('Friday night films');
    await host.press('Play the sample film');
    await guest.seesFilmPlaying();
    await host.say('Hello');
    await operator.page.goto(await server.operatorsPage());
    await operator.page.getByRole('list', { name: 'Parties' }).getByText('2 connections').waitFor();
    await shoot(operator, 'operators');
    await operator.page.getByRole('link', { name: 'Look at Friday night films' }).click();
    await operator.page.getByRole('region', { name: 'What happened lately' }).getByRole('row', { name: /chat/ }).waitFor();
    await shoot(operator, 'operators-party');
    await operator.page.getByRole('button', { name: 'Block Bob' }).click();
    await operator.sees(/let in nowhere/);
    await shoot(operator, 'operators-block');
    await operator.page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
    await guest.seesHeading('You cannot come in');
    await shoot(guest, 'blocked');
    for (const person of people) await person.leaveTown();
  });
}
