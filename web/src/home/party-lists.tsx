// Below the doors of the first page: parties to come back to, those of friends, those open to everyone.

import { session } from '../server';
import { FriendsCard } from './friends-card';
import { OwnParties } from './own-parties';
import './party-lists.css';
import { PublicParties } from './public-parties';

export function PartyLists() {
  const who = session.value?.user_id;
  return (
    <div class="party-lists">
      {who !== undefined && <OwnParties key={`own-${who}`} />}
      {who !== undefined && <FriendsCard key={`friends-${who}`} />}
      <PublicParties />
    </div>
  );
}
