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

it('says what changed', () => {
  const before = { waiting: 'everyone', resume_after_seek: true } as const;
  expect(settingsChangeText(before, { ...before, waiting: 'host' })).toBe('the film waits for the host');
  expect(settingsChangeText(before, { ...before, resume_after_seek: false })).toBe('a jump pauses');
  expect(settingsChangeText(before, { ...before, control_by: 'everyone' })).toBe('everyone controls');
  expect(settingsChangeText(before, { ...before, locked: true })).toBe('locked: nobody new gets in');
  expect(settingsChangeText({ ...before, locked: true }, before)).toBe('open to who has the code');
  expect(settingsChangeText(before, { ...before, approval: true })).toBe('who comes waits to be let in');
  expect(settingsChangeText({ ...before, has_password: true }, before)).toBe('no password is asked for');
  expect(settingsChangeText(null, before)).toBe('the film waits for everyone, a jump plays on');
  expect(settingsChangeText(before, before)).toBe('all as before');
});
