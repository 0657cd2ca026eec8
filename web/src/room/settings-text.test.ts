import { expect, it } from 'vitest';
import { settingsChangeText, settingsText } from './settings-text';

it('says all of the settings', () => {
  expect(settingsText({ waiting: 'everyone', resume_after_seek: true })).toBe('The film waits for everyone, a jump plays on');
  expect(settingsText({ waiting: 'off', resume_after_seek: false })).toBe('The film waits for nobody, a jump pauses');
});

it('says what changed', () => {
  const before = { waiting: 'everyone', resume_after_seek: true } as const;
  expect(settingsChangeText(before, { ...before, waiting: 'host' })).toBe('the film waits for the host');
  expect(settingsChangeText(before, { ...before, resume_after_seek: false })).toBe('a jump pauses');
  expect(settingsChangeText(null, before)).toBe('the film waits for everyone, a jump plays on');
  expect(settingsChangeText(before, before)).toBe('all as before');
});
