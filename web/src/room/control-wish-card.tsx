// Somebody asks for control of the film: the host grants it, or puts the question away.

import type { Person } from '@matinee/sdk';
import type { Party } from '../party/party';
import './room-notice.css';

export function ControlWishCard({ party }: { party: Party }) {
  const wish = party.isHost.value ? party.controlWishes.value[0] : undefined;
  return (
    <>
      <span class="visually-hidden" role="status">
        {wish !== undefined && `${wish.display_name} asks for control. Answer over the film.`}
      </span>
      {wish !== undefined && <Wish key={wish.user_id} party={party} person={wish} />}
    </>
  );
}

function Wish({ party, person }: { party: Party; person: Person }) {
  const grant = () => {
    party.send({ type: 'promote', user_id: person.user_id });
    party.forgetControlWish(person.user_id);
  };
  return (
    <div class="room-notice" role="group" aria-label="Control asked for" data-testid="control-wish">
      <p>
        <strong>
          <bdi>{person.display_name}</bdi> asks for control
        </strong>
      </p>
      <div class="button-row">
        <button type="button" class="button button-small button-primary" onClick={grant}>
          Make co-host
        </button>
        <button type="button" class="button button-small" onClick={() => party.forgetControlWish(person.user_id)}>
          Not now
        </button>
      </div>
    </div>
  );
}
