// The address bar as a signal. `/party/CODE` is the party with that invite code, `/party/<id>` the one with that id,
// `/party/again/ID` one that is over, watched again; `/playlists` and `/playlists/ID` are playlists, `/data` is what the
// server keeps of one, `/figures/ID` how a party was attended, `/admin` and `/admin/ID` are the operators', anything else is
// home.

import { computed, signal } from '@preact/signals';

export type Route =
  | { view: 'home' }
  | { view: 'party'; code: string }
  | { view: 'replay'; partyId: string }
  | { view: 'playlists'; id: string | null }
  | { view: 'data' }
  | { view: 'figures'; partyId: string }
  | { view: 'admin'; partyId: string | null };

const codePattern = /^[A-Za-z0-9]{1,32}$/;

/** Whether this names a party by its invite code, not by its id. */
export const isInviteCode = (code: string): boolean => codePattern.test(code);

/** Reads a path; codes are upper case from here on, ids stay as they are. */
export function parsePath(path: string): Route {
  const again = /^\/party\/again\/([^/]{1,400})\/?$/.exec(path)?.[1];
  if (again !== undefined) return { view: 'replay', partyId: decoded(again) };
  const playlist = /^\/playlists(?:\/([^/]{1,384}))?\/?$/.exec(path);
  if (playlist !== null) return { view: 'playlists', id: playlist[1] === undefined ? null : decoded(playlist[1]) };
  const figures = /^\/figures\/([^/]{1,384})\/?$/.exec(path)?.[1];
  if (figures !== undefined) return { view: 'figures', partyId: decoded(figures) };
  const admin = /^\/admin(?:\/([^/]{1,384}))?\/?$/.exec(path);
  if (admin !== null) return { view: 'admin', partyId: admin[1] === undefined ? null : decoded(admin[1]) };
  if (/^\/data\/?$/.test(path)) return { view: 'data' };
  const code = /^\/party\/([A-Za-z0-9-]{1,64})\/?$/.exec(path)?.[1];
  if (code === undefined) return { view: 'home' };
  return { view: 'party', code: isInviteCode(code) ? code.toUpperCase() : code };
}

/** The invite code in what someone has entered: as they read it out, with spaces, or the whole link. */
export function codeIn(entered: string): string {
  const linked = /\/party\/([A-Za-z0-9]{1,32})\/?\s*$/.exec(entered)?.[1];
  return (linked ?? entered.replace(/[\s-]/g, '')).toUpperCase();
}

/** The path of a party's page, by invite code or id. */
export function partyPath(code: string): string {
  return `/party/${encodeURIComponent(code)}`;
}

/** The path of a party that is over, watched again. */
export function replayPath(partyId: string): string {
  return `/party/again/${encodeURIComponent(partyId)}`;
}

/** The path of a party's figures. */
export function figuresPath(partyId: string): string {
  return `/figures/${encodeURIComponent(partyId)}`;
}

/** The path of the operators' page, or of what it has of a party. */
export function adminPath(partyId: string | null): string {
  return partyId === null ? '/admin' : `/admin/${encodeURIComponent(partyId)}`;
}

/** The path of a playlist's page. */
export function playlistPath(id: string): string {
  return `/playlists/${encodeURIComponent(id)}`;
}

/** A path can be typed by anyone; what is no encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
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
