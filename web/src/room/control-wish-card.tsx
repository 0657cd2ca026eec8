// Somebody asks for control of the film: the host grants it, or puts the question away.

import type { Person } from '@matinee/sdk';
import type { Party } from '../party/party';
import { controlGrant, type ControlGrant } from './control-grant';
import './room-notice.css';

export function ControlWishCard({ party }: { party: Party }) {
  const { participants, settings } = party.state.value;
  const grantOf = (person: Person) =>
    controlGrant(person.user_id, participants.find(({ user_id }) => user_id === person.user_id)?.role ?? 'viewer', settings);
  // Who has got it meanwhile does not wait for it any more.
  const wish = party.isHost.value ? party.controlWishes.value.find((person) => grantOf(person) !== null) : undefined;
  const grant = wish === undefined ? null : grantOf(wish);
  return (
    <>
      <span class="visually-hidden" role="status">
        {wish !== undefined && `${wish.display_name} asks for control. Answer over the film.`}
      </span>
      {wish !== undefined && grant !== null && <Wish key={wish.user_id} party={party} person={wish} offer={grant} />}
    </>
  );
}

interface WishProps {
  party: Party;
  person: Person;
  offer: ControlGrant;
}

function Wish({ party, person, offer }: WishProps) {
  const grant = () => {
    // What could not be sent may be pressed again.
    if (offer.commands.every((command) => party.send(command))) party.forgetControlWish(person.user_id);
  };
  return (
    <div class="room-notice" role="group" aria-label="Control asked for" data-testid="control-wish">
      <p>
        <strong>
          <bdi>{person.display_name}</bdi> asks for control
        </strong>
        {offer.note !== '' && <small>{offer.note}</small>}
      </p>
      <div class="button-row">
        <button type="button" class="button button-small button-primary" onClick={grant}>
          {offer.label}
        </button>
        <button type="button" class="button button-small" onClick={() => party.forgetControlWish(person.user_id)}>
          Not now
        </button>
      </div>
    </div>
  );
}
