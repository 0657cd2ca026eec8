// Who is a friend of the person at this page, asked of the server when first needed and after every change.

import type { Friends } from '@matinee/sdk';
import { effect, signal } from '@preact/signals';
import { api, session } from '../server';
import { problemText } from '../text';
import { notify } from '../ui/notices';

const nobody: Friends = { friends: [], requested: [], incoming: [], blocked: [] };

/** Null until the server has told. */
export const friends = signal<Friends | null>(null);

/** Asks again. A list that can't be had is shown as empty: nothing else here depends on it. */
export async function loadFriends(): Promise<void> {
  friends.value = await api.friends().catch(() => friends.peek() ?? nobody);
}

/** Does something about a person, says so, and asks for the list again. */
export async function changeFriends(change: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await change();
    if (done !== '') notify(done);
  } catch (error) {
    notify(problemText(error), 'problem');
  }
  await loadFriends();
}

// The friends of somebody else are none of ours.
effect(() => {
  if (session.value === null) friends.value = null;
});
