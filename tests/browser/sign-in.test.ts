// A server that takes no guests: people come with a token from elsewhere.

import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { binary } from './paths.js';
import { secret } from './server.js';
import { setStage } from './stage.js';

const stage = setStage({ MATINEE_GUESTS: 'false' });

function makeToken(userId: string, name: string): string {
  const environment = { ...process.env, MATINEE_JWT_SECRET: secret };
  const made = execFileSync(binary, ['token', 'make', '--sub', userId, '--name', name], { env: environment });
  return made.toString().trim();
}

it('says that guests are not admitted, refuses a wrong token and takes a right one', async () => {
  const dana = await stage.arrive();
  await dana.page.goto(stage.server.origin);
  await dana.sees('Guests are not admitted on this server.');
  await dana.page.getByLabel('Access token').fill('not-a-token');
  await dana.press('Sign in');
  await dana.page.getByRole('alert').filter({ hasText: /token/i }).waitFor();
  await dana.page.getByLabel('Access token').fill(makeToken('user-dana', 'Dana'));
  await dana.press('Sign in');
  await dana.sees('You are Dana');
  await dana.page.getByLabel('Title').fill('Members only');
  await dana.press('Start the party');
  await dana.seesParty('Members only');
  await dana.seesRole('Dana', 'Host');
  expect(dana.complaints).toEqual([]);
  await dana.leaveTown();
});
