// What may be done about a person as a friend, for their menu.

import type { Person } from '@matinee/sdk';
import { api } from '../server';
import type { MenuAction } from '../ui/action-menu';
import { changeFriends, friends } from './friends';

/** By the list of friends, as far as it is loaded. */
export function friendActions({ user_id: id, display_name: name }: Person): MenuAction[] {
  const known = friends.value;
  const among = (list: Person[] | undefined) => list?.some((person) => person.user_id === id) ?? false;
  const remove = (done: string) => () => void changeFriends(() => api.removeFriend(id), done);
  const add = (done: string) => () => void changeFriends(() => api.addFriend(id), done);
  if (among(known?.blocked)) {
    return [{ label: 'Unblock', act: () => void changeFriends(() => api.unblock(id), `${name} is no longer blocked.`) }];
  }
  const block = {
    label: 'Block',
    act: () => void changeFriends(() => api.block(id), `You hear no more requests of ${name}.`),
    danger: true,
  };
  if (among(known?.friends)) return [{ label: 'Remove from friends', act: remove(`${name} is no longer a friend.`) }, block];
  if (among(known?.requested)) return [{ label: 'Take the request back', act: remove('The request is taken back.') }, block];
  if (among(known?.incoming)) return [{ label: 'Accept as friend', act: add(`You and ${name} are friends.`) }, block];
  return [{ label: 'Add as friend', act: add(`${name} will see your request.`) }, block];
}
