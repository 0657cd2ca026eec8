// The address bar as a signal. `/party/CODE` is the party with that invite code, `/party/again/ID` one that is over,
// watched again; anything else is home.

import { computed, signal } from '@preact/signals';

export type Route = { view: 'home' } | { view: 'party'; code: string } | { view: 'replay'; partyId: string };

/** Reads a path; codes are upper case from here on. */
export function parsePath(path: string): Route {
  const again = /^\/party\/again\/([^/]{1,400})\/?$/.exec(path)?.[1];
  if (again !== undefined) return { view: 'replay', partyId: decodeURIComponent(again) };
  const match = /^\/party\/([A-Za-z0-9]{1,32})\/?$/.exec(path);
  return match?.[1] === undefined ? { view: 'home' } : { view: 'party', code: match[1].toUpperCase() };
}

/** The invite code in what someone has entered: as they read it out, with spaces, or the whole link. */
export function codeIn(entered: string): string {
  const linked = /\/party\/([A-Za-z0-9]{1,32})\/?\s*$/.exec(entered)?.[1];
  return (linked ?? entered.replace(/[\s-]/g, '')).toUpperCase();
}

/** The path of a party's page. */
export function partyPath(code: string): string {
  return `/party/${encodeURIComponent(code)}`;
}

/** The path of a party that is over, watched again. */
export function replayPath(partyId: string): string {
  return `/party/again/${encodeURIComponent(partyId)}`;
}

const path = signal(globalThis.location?.pathname ?? '/');

export const route = computed(() => parsePath(path.value));

/** Goes to a path of this page, as a link would. */
export function navigate(to: string): void {
  history.pushState(null, '', to);
  path.value = location.pathname;
}

globalThis.addEventListener?.('popstate', () => {
  path.value = location.pathname;
});
