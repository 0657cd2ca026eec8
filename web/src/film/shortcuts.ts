// The keyboard shortcuts: one table for what they do and for the help that lists them. Pure but for the actions it calls.

import type { ControlPolicy } from '@matinee/sdk';
import type { PartyLayout } from '../party/party-layout';
import type { FilmActions } from './film-actions';

/** What a shortcut acts on. */
export interface ShortcutContext {
  actions: FilmActions;
  layout: PartyLayout;
}

/** One line of the help. */
export interface Shortcut {
  /** As `KeyboardEvent.key`, letters in lower case. */
  keys: readonly string[];
  /** As written on the keys. */
  shown: readonly string[];
  does: string;
  /** Whether it acts for everyone, and so only for those who control the film. */
  forEveryone: boolean;
  /** Whether it goes on while the key is held. What toggles must not: the others would see every turn. */
  repeats?: boolean;
  run: (context: ShortcutContext, key: string) => void;
}

/** How far the arrow keys move, and the letters beside K, in s. */
const shortStepSeconds = 5;
const longStepSeconds = 10;

export const shortcuts: readonly Shortcut[] = [
  {
    keys: [' ', 'k'],
    shown: ['Space', 'K'],
    does: 'Play and pause (without control: for yourself)',
    forEveryone: true,
    run: ({ actions }) => actions.togglePlaying(),
  },
  {
    keys: ['j', 'l'],
    shown: ['J', 'L'],
    does: 'Back and forward 10 seconds',
    forEveryone: true,
    repeats: true,
    run: ({ actions }, key) => actions.step(key === 'j' ? -longStepSeconds : longStepSeconds),
  },
  {
    keys: ['arrowleft', 'arrowright'],
    shown: ['←', '→'],
    does: 'Back and forward 5 seconds',
    forEveryone: true,
    repeats: true,
    run: ({ actions }, key) => actions.step(key === 'arrowleft' ? -shortStepSeconds : shortStepSeconds),
  },
  {
    keys: [',', '.'],
    shown: [',', '.'],
    does: 'One frame back and forward while paused',
    forEveryone: true,
    repeats: true,
    run: ({ actions }, key) => actions.stepFrame(key === ',' ? -1 : 1),
  },
  {
    keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: ['0', '…', '9'],
    does: 'To tenths of the film, 0 is the beginning',
    forEveryone: true,
    run: ({ actions }, key) => actions.seekToTenth(Number(key)),
  },
  {
    keys: ['<', '>'],
    shown: ['<', '>'],
    does: 'Slower and faster',
    forEveryone: true,
    repeats: true,
    run: ({ actions }, key) => actions.stepRate(key === '<' ? -1 : 1),
  },
  {
    keys: ['u'],
    shown: ['U'],
    does: 'Undo the last jump or change of film',
    forEveryone: true,
    run: ({ actions }) => actions.undo(),
  },
  {
    keys: ['p'],
    shown: ['P'],
    does: 'Pause for yourself, and back to the party',
    forEveryone: false,
    run: ({ actions }) => actions.togglePersonalPause(),
  },
  {
    keys: ['arrowup', 'arrowdown'],
    shown: ['↑', '↓'],
    does: 'Louder and quieter',
    forEveryone: false,
    repeats: true,
    run: ({ actions }, key) => actions.changeVolume(key === 'arrowup' ? 1 : -1),
  },
  { keys: ['m'], shown: ['M'], does: 'Mute', forEveryone: false, run: ({ actions }) => actions.toggleMuted() },
  { keys: ['c'], shown: ['C'], does: 'Captions on and off', forEveryone: false, run: ({ actions }) => actions.toggleCaptions() },
  { keys: ['f'], shown: ['F'], does: 'Full screen', forEveryone: false, run: ({ actions }) => actions.toggleFullscreen() },
  { keys: ['t'], shown: ['T'], does: 'Show and hide the chat', forEveryone: false, run: ({ layout }) => layout.toggleSide() },
  {
    keys: ['?'],
    shown: ['?'],
    does: 'This help',
    forEveryone: false,
    run: ({ layout }) => (layout.helpOpen.value = true),
  },
];

/** Above the shortcuts that act for everyone: who may use them. */
export function sharedTitle(controlBy: ControlPolicy = 'hosts'): string {
  return { host: 'For everyone, by the host', hosts: 'For everyone, by host and co-hosts', everyone: 'For everyone, by all of us' }[controlBy];
}

/** The shortcut of a key; null when it has none. */
export function shortcutOf(key: string): Shortcut | null {
  const wanted = key.toLowerCase();
  return shortcuts.find(({ keys }) => keys.includes(wanted)) ?? null;
}

const typing = 'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';
const arrows = /^arrow/;

/**
 * Whether a key belongs to what has the focus and is no shortcut: text belongs to fields, the space bar to buttons,
 * links and sliders, arrows to sliders, up and down to what scrolls, and everything to open menus and dialogs.
 */
export function belongsToFocus(key: string, focused: Element): boolean {
  const wanted = key.toLowerCase();
  if (focused.matches(typing) || focused.closest('dialog, [role="menu"]') !== null) return true;
  if (wanted === ' ') return focused.closest('button, a, summary, [role="button"], [role="tab"], input') !== null;
  if (focused.matches('input[type="range"]')) return arrows.test(wanted);
  if (wanted === 'arrowup' || wanted === 'arrowdown') return focused.closest('[role="log"], [data-scrolls]') !== null;
  return false;
}
