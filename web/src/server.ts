// The server this page came from, and who we are to it. The session lives in a cookie that scripts
// cannot read.

import { HttpClient, ProblemError, type ServerConfig, type Session } from '@matinee/sdk';
import { signal } from '@preact/signals';

export const api = new HttpClient();

/** Null until asked, or when nobody is signed in. */
export const session = signal<Session | null>(null);

/** Null until asked. */
export const serverConfig = signal<ServerConfig | null>(null);

let begun: Promise<void> | null = null;

/** Begins what the next `introduce()` waits for, while the code that calls it is still on its way. */
export function beginIntroduction(): void {
  begun = askWhoWeAre();
  begun.catch(() => undefined); // told to whoever waits for it
}

/** Asks the server who we are and what it offers. Throws a ProblemError when it cannot be reached. */
export function introduce(): Promise<void> {
  const asked = begun ?? askWhoWeAre();
  begun = null;
  return asked;
}

async function askWhoWeAre(): Promise<void> {
  const [config, who] = await Promise.all([api.config(), api.session().catch(nobodyIfUnauthenticated)]);
  serverConfig.value = config;
  session.value = who;
}

/** Signs in under a name only. */
export async function signInAsGuest(name: string): Promise<void> {
  await api.createGuestSession(name);
  session.value = await api.session();
}

/** Signs in with a token from elsewhere. */
export async function signInWithToken(token: string): Promise<void> {
  await api.createSession(token);
  session.value = await api.session();
}

export async function signOut(): Promise<void> {
  await api.deleteSession();
  session.value = null;
}

/** Has the server delete all it keeps of us; the session goes with it. */
export async function deleteOwnData(): Promise<void> {
  await api.deleteData();
  session.value = null;
}

function nobodyIfUnauthenticated(error: unknown): null {
  if (error instanceof ProblemError && error.status === 401) return null;
  throw error;
}
