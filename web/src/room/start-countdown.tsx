// The way to a start at a set time: far ahead a line that says when, in the last minute digits over the film.

import type { PartyState } from '@matinee/sdk';
import { useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import './room-notice.css';
import './start-countdown.css';
import { aheadText, timeOfDay } from './start-time';
import { useSecondsLeft } from './use-seconds-left';

/** From here on the digits show, in s. */
const digitsFromSeconds = 60;

export function StartCountdown({ party }: { party: Party }) {
  const startAtMs = useStart(party.state.value);
  const seconds = useSecondsLeft(party.connection.clock, startAtMs);
  const shown = startAtMs !== null && seconds !== null && seconds > 0;
  return (
    <>
      <span class="visually-hidden" role="status">
        {shown && `The film starts at ${timeOfDay(startAtMs)}.`}
      </span>
      {shown && seconds > digitsFromSeconds && (
        <div class="room-notice" role="group" aria-label="Scheduled start" data-testid="scheduled-start">
          <p>
            Starts at {timeOfDay(startAtMs)}, <span class="room-notice-seconds">{aheadText(seconds * 1000)}</span>
          </p>
          <CancelStart party={party} />
        </div>
      )}
      {shown && seconds <= digitsFromSeconds && (
        <div class="start-countdown" role="group" aria-label="Countdown">
          <span class="start-countdown-digits" data-testid="countdown" role="timer" aria-live="off">
            {seconds}
          </span>
          <CancelStart party={party} />
        </div>
      )}
    </>
  );
}

/** The server tells the start a moment ahead as a play, which ends the schedule; the digits go on until the film moves. */
function useStart({ startAtMs, playback }: PartyState): number | null {
  const last = useRef<number | null>(null);
  if (startAtMs !== null) last.current = startAtMs;
  else if (playback === null || !playback.playing || playback.atMs !== last.current) last.current = null;
  return last.current;
}

function CancelStart({ party }: { party: Party }) {
  if (!party.canControl.value || party.state.value.startAtMs === null) return null;
  return (
    <button type="button" class="button button-small" onClick={() => party.send({ type: 'cancel-start' })}>
      Cancel the start
    </button>
  );
}
