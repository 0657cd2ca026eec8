import type { PartySettings } from '@matinee/sdk';
import { expect, it } from 'vitest';
import { settingsChangeText, settingsText } from './settings-text';

it('says all of the settings', () => {
  expect(settingsText({ waiting: 'everyone', resume_after_seek: true })).toBe('The film waits for everyone, a jump plays on');
  expect(settingsText({ waiting: 'everyone', resume_after_seek: true, control_by: 'host', locked: true })).toBe(
    'The film waits for everyone, a jump plays on, the host alone controls, locked: nobody new gets in',
  );
  expect(settingsText({ waiting: 'off', resume_after_seek: false, approval: true })).toBe(
    'The film waits for nobody, a jump pauses, who comes waits to be let in',
  );
  expect(settingsText({ waiting: 'off', resume_after_seek: false })).toBe('The film waits for nobody, a jump pauses');
});

const plain = { waiting: 'everyone', resume_after_seek: true } as const;

it.each([
  [{ ...plain, waiting: 'host' }, ['waiting'], 'the film waits for the host'],
  [{ ...plain, resume_after_seek: false }, ['resume_after_seek'], 'a jump pauses'],
  [{ ...plain, chat: 'hosts', slow_mode_ms: 5000 }, ['chat', 'slow_mode_ms'], 'only hosts write, slow mode: a message every 5 s'],
  [{ ...plain, queue_by: 'everyone' }, ['queue_by'], 'everyone may change the queue'],
  [{ ...plain, vote_skip_percent: 50 }, ['vote_skip_percent'], 'votes of 50 % skip'],
  [{ ...plain, control_by: 'everyone' }, ['control_by'], 'everyone controls'],
  [{ ...plain, locked: true }, ['locked'], 'locked: nobody new gets in'],
  [{ ...plain, locked: false }, ['locked'], 'open to who has the code'],
  [{ ...plain, approval: true }, ['approval'], 'who comes waits to be let in'],
  [{ ...plain, has_password: false }, ['has_password'], 'no password is asked for'],
] as [PartySettings, (keyof PartySettings)[], string][])('of %j it says that %j changed', (settings, changed, text) => {
  expect(settingsChangeText({ settings, changed }, null)).toBe(text);
  expect(settingsChangeText({ settings, changed }, settings)).toBe(text);
});

it('an older server does not say what changed', () => {
  expect(settingsChangeText({ settings: { ...plain, waiting: 'host' } }, plain)).toBe('the film waits for the host');
  expect(settingsChangeText({ settings: plain }, { ...plain, has_password: true })).toBe('no password is asked for');
  expect(settingsChangeText({ settings: plain }, null)).toMatch(/^the film waits for everyone, a jump plays on, everyone writes/);
  expect(settingsChangeText({ settings: plain }, plain)).toBe('all as before');
});
