// What someone prefers on this device, kept in the browser's local storage; without storage, for this visit only.
// Small values under names of their own; nothing about parties or people.

const prefix = 'matinee.';

/** Names and types of everything kept. */
export interface Preferences {
  /** How much earlier (negative: later) this device plays than the party, in ms, to make up for late sound. */
  audioOffsetMs: number;
  /** BCP 47 language of the captions last chosen; empty when captions were turned off. */
  captionsLanguage: string;
  /** Whether messages and reactions wait for this screen's film to get to their moment. */
  noSpoilers: boolean;
}

/** Reads a preference; `fallback` when there is none or it is not of the right type. */
export function readPreference<Name extends keyof Preferences>(name: Name, fallback: Preferences[Name]): Preferences[Name] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(prefix + name) ?? 'null');
    return typeof value === typeof fallback ? (value as Preferences[Name]) : fallback;
  } catch {
    return fallback;
  }
}

/** Keeps a preference, as far as the browser lets us. */
export function keepPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the preference lasts for this visit.
  }
}
