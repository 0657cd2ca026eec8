// Sentences and numbers as people read them. Pure functions.

import { ProblemError, type Role } from '@matinee/sdk';

/** `1:05`, or `1:02:03` from an hour on. */
export function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** `1 minute 5 seconds`, for screen readers. */
export function spokenTime(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    [Math.floor(total / 3600), 'hour'],
    [Math.floor(total / 60) % 60, 'minute'],
    [total % 60, 'second'],
  ] as const;
  const spoken = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return spoken.length === 0 ? 'the beginning' : spoken.join(' ');
}

/** `120 ms`, or `1.4 s` from a second on. */
export function driftText(driftMs: number): string {
  const size = Math.abs(Math.round(driftMs));
  return size < 1000 ? `${size} ms` : `${(size / 1000).toFixed(1)} s`;
}

/** `Bob`, `Bob and Cleo`, `Bob, Cleo and 3 more` when `count` is more than there are names. */
export function listText(names: readonly string[], count = names.length): string {
  return listPieces(names, count)
    .map(({ text }) => text)
    .join('');
}

/** The same in pieces, for names that are marked up. */
export function listPieces(names: readonly string[], count = names.length): { text: string; isName: boolean }[] {
  if (names.length === 0) return [{ text: count === 1 ? 'one person' : `${count} people`, isName: false }];
  const all = names.map((text) => ({ text, isName: true }));
  if (count > names.length) all.push({ text: `${count - names.length} more`, isName: false });
  const separator = (n: number) => ({ text: n === all.length - 1 ? ' and ' : ', ', isName: false });
  return all.flatMap((one, n) => (n === 0 ? [one] : [separator(n), one]));
}

export const roleNames: Record<Role, string> = { host: 'Host', 'co-host': 'Co-host', viewer: 'Viewer' };

/** The one or two letters that stand for a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

/** What went wrong, for a person. */
export function problemText(error: unknown): string {
  if (!(error instanceof ProblemError)) return 'Something went wrong on this page. Reload it to try again.';
  if (error.status === 0) return 'The server does not answer. Check your connection and try again.';
  if (error.status === 429) return `Too many tries. ${waitText(error.retryAfterSeconds)}`;
  if (error.status >= 500) return 'The server has a problem of its own. Try again in a moment.';
  return sentence(error.message) || 'The server refused this.';
}

/** As a sentence: servers begin with a small letter and leave the stop out. */
function sentence(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}${/[\p{L}\p{N})"”]$/u.test(text) ? '.' : ''}`;
}

function waitText(seconds: number | null): string {
  if (seconds === null) return 'Wait a while and try again.';
  if (seconds < 90) return `Try again in ${Math.ceil(seconds)} s.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

/** A title for a pasted address: the file's name, or the host. */
export function titleOfUrl(address: string): string {
  try {
    const url = new URL(address);
    const file = decodeURIComponent(url.pathname.split('/').filter((part) => part !== '').at(-1) ?? '');
    return (file.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[_+]+/g, ' ').trim() || url.host).slice(0, 200);
  } catch {
    return 'Video';
  }
}
