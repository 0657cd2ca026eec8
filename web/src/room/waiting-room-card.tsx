// Somebody waits to be let in: the host or a co-host decides, over the film.

import type { JoinRequest } from '@matinee/sdk';
import type { Party } from '../party/party';
import './room-notice.css';

export function WaitingRoomCard({ party }: { party: Party }) {
  const requests = party.isHostOrCoHost.value ? party.joinRequests.value : [];
  const first = requests[0];
  return (
    <>
      <span class="visually-hidden" role="status">
        {first !== undefined && `${first.display_name} waits to be let in. Answer over the film.`}
      </span>
      {first !== undefined && <Request key={first.user_id} party={party} request={first} more={requests.length - 1} />}
    </>
  );
}

function Request({ party, request, more }: { party: Party; request: JoinRequest; more: number }) {
  const answer = (what: 'admit' | 'decline') => void party.answerJoinRequest(request, what);
  return (
    <div class="room-notice" role="group" aria-label="Waiting to be let in" data-testid="join-request">
      <p>
        <strong>
          <bdi>{request.display_name}</bdi> waits to be let in
        </strong>
        {more > 0 && <small>{more === 1 ? 'One more waits.' : `${more} more wait.`}</small>}
      </p>
      <div class="button-row">
        <button type="button" class="button button-small button-primary" onClick={() => answer('admit')}>
          Let in
        </button>
        <button type="button" class="button button-small" onClick={() => answer('decline')}>
          Decline
        </button>
      </div>
    </div>
  );
}
