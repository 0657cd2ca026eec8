// The banner over a film that stands for someone: for whom, how long at most, and what one can do about it.

import type { Party } from '../party/party';
import './room-notice.css';
import { useLasting } from './use-lasting';
import { useSecondsLeft } from './use-seconds-left';
import { isWaitedFor, waitingText } from './waiting-text';

/** A shorter wait, as after most jumps, is not worth a banner, in ms. */
const patienceMs = 500;

export function WaitingBanner({ party }: { party: Party }) {
  const { waiting } = party.state.value;
  const shown = useLasting(waiting !== null, patienceMs);
  const seconds = useSecondsLeft(party.connection.clock, waiting?.until_ms ?? null);
  if (waiting === null || !shown) return <span class="visually-hidden" role="status" />;
  const text = waitingText(waiting, party.myId);
  return (
    <>
      <span class="visually-hidden" role="status">
        {text}
      </span>
      <div class="room-notice" role="group" aria-label="The party waits" data-testid="waiting">
        <p>
          {text}
          {seconds !== null && <span class="room-notice-seconds">, {seconds} s</span>}
        </p>
        <div class="button-row">
          {isWaitedFor(waiting, party.myId) && (
            <button type="button" class="button button-small" onClick={() => party.ignoreWait(true)}>
              Don’t wait for me
            </button>
          )}
          {party.canControl.value && (
            <button type="button" class="button button-small button-primary" onClick={() => party.send({ type: 'play' })}>
              Start anyway
            </button>
          )}
        </div>
      </div>
    </>
  );
}
