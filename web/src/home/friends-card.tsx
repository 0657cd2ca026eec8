// Friends on the first page: who asks to be one, what they watch, and who they are.

import type { Friend, FriendsPartyListing } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { changeFriends, friends, loadFriends } from '../friends/friends';
import { partyPath } from '../route';
import { api } from '../server';
import { initials } from '../text';
import { ListingDetail, PartyRow } from './party-row';

export function FriendsCard() {
  const parties = useSignal<FriendsPartyListing[]>([]);
  const known = friends.value;
  useEffect(() => void loadFriends(), []);
  useEffect(() => {
    if (known === null || known.friends.length === 0) return void (parties.value = []);
    // Parties that can't be listed now are there at the next visit; the friends show anyway.
    api.friendsParties().then((list) => (parties.value = list), () => undefined);
  }, [known]);
  if (known === null || Object.values(known).every((list) => list.length === 0)) return null;
  return (
    <section class="card" aria-labelledby="friends-title">
      <h2 id="friends-title">Friends</h2>
      <ul class="party-list" aria-label="Parties of friends">
        {parties.value.map((party) => (
          <PartyRow key={party.id} title={party.title} path={partyPath(party.invite_code)} action="Join">
            <ListingDetail party={party} />
          </PartyRow>
        ))}
      </ul>
      <ul class="friend-list" aria-labelledby="friends-title">
        {known.incoming.map((friend) => (
          <Row key={friend.user_id} friend={friend} state="asks to be your friend">
            <Do label="Accept" about={friend} act={() => api.addFriend(friend.user_id)} />
            <Do label="Decline" about={friend} act={() => api.removeFriend(friend.user_id)} />
          </Row>
        ))}
        {known.friends.map((friend) => (
          <Row key={friend.user_id} friend={friend}>
            <Do label="Remove" about={friend} act={() => api.removeFriend(friend.user_id)} />
          </Row>
        ))}
        {known.requested.map((friend) => (
          <Row key={friend.user_id} friend={friend} state="asked">
            <Do label="Take back" about={friend} act={() => api.removeFriend(friend.user_id)} />
          </Row>
        ))}
        {known.blocked.map((friend) => (
          <Row key={friend.user_id} friend={friend} state="blocked">
            <Do label="Unblock" about={friend} act={() => api.unblock(friend.user_id)} />
          </Row>
        ))}
      </ul>
    </section>
  );
}

function Row({ friend, state, children }: { friend: Friend; state?: string; children: ComponentChildren }) {
  return (
    <li class="friend-row">
      <span class="avatar" aria-hidden="true">
        {initials(friend.display_name)}
      </span>
      <span class="friend-name" title={friend.display_name}>
        <bdi>{friend.display_name}</bdi>
        {state !== undefined && <small>{state}</small>}
      </span>
      {children}
    </li>
  );
}

function Do({ label, about, act }: { label: string; about: Friend; act: () => Promise<unknown> }) {
  return (
    <button
      type="button"
      class="button button-small"
      aria-label={`${label}: ${about.display_name}`}
      onClick={() => void changeFriends(act, '')}
    >
      {label}
    </button>
  );
}
