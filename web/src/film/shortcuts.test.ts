import { describe, expect, it } from 'vitest';
import { sharedTitle, shortcutOf, shortcuts } from './shortcuts';

describe('the table of shortcuts', () => {
  it('gives no key two meanings', () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ['k', 'Play and pause'],
    ['K', 'Play and pause'],
    [' ', 'Play and pause'],
    ['ArrowLeft', '5 seconds'],
    ['j', '10 seconds'],
    ['7', 'tenths'],
    ['>', 'faster'],
    [',', 'frame'],
    ['?', 'help'],
  ])('%j is in it', (key, does) => expect(shortcutOf(key)?.does).toContain(does));

  it.each(['x', 'Enter', 'Tab', 'Escape', 'F5'])('%s is not', (key) => expect(shortcutOf(key)).toBeNull());
});

describe('a key that is held', () => {
  it.each(['ArrowLeft', 'l', '.', 'ArrowUp', '>'])('%s goes on', (key) => expect(shortcutOf(key)?.repeats).toBe(true));

  it.each([' ', 'k', 'p', 'm', 'c', 'f', 't', 'u', '5', '?'])('%j counts once', (key) => {
    expect(shortcutOf(key)?.repeats ?? false).toBe(false);
  });
});

it.each([
  ['host', 'For everyone, by the host'],
  ['hosts', 'For everyone, by host and co-hosts'],
  ['everyone', 'For everyone, by all of us'],
] as const)('says whose the shared ones are where %s control the film', (by, title) => expect(sharedTitle(by)).toBe(title));
