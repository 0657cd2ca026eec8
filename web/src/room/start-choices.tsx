// The ways to start a standing film together: after everyone has said yes, in a while, or at a time.

import type { Party } from '../party/party';
import { ActionForm, text } from '../ui/action-form';
import { notify } from '../ui/notices';
import './start-choices.css';
import { nextTime } from './start-time';

/** From the last yes to the first frame, in ms. */
const countdownMs = 5000;

interface StartChoicesProps {
  party: Party;
  /** Called when something was chosen. */
  done?: () => void;
}

export function StartChoices({ party, done = () => undefined }: StartChoicesProps) {
  const startIn = (ms: number) => () => {
    party.send({ type: 'schedule-start', in_ms: ms });
    done();
  };
  const ask = () => {
    party.send({ type: 'ready-check', countdown_ms: countdownMs });
    done();
  };
  return (
    <div class="start-choices">
      <button type="button" class="button" onClick={ask}>
        Ask if everyone is ready
      </button>
      <button type="button" class="button" onClick={startIn(10_000)}>
        Start in 10 s
      </button>
      <button type="button" class="button" onClick={startIn(60_000)}>
        Start in 1 min
      </button>
      <ActionForm action={(fields) => startAt(party, text(fields, 'time')).then(done)} submitLabel="Start at this time" busyLabel="…" quiet>
        <label class="field">
          <span class="visually-hidden">Time of the start</span>
          <input name="time" type="time" required />
        </label>
      </ActionForm>
    </div>
  );
}

async function startAt(party: Party, time: string): Promise<void> {
  const serverNowMs = party.connection.clock.serverNowMs();
  const atMs = serverNowMs === null ? null : nextTime(time, serverNowMs);
  if (atMs === null) notify('This needs a time such as 20:15.', 'problem');
  else party.send({ type: 'schedule-start', at_ms: atMs });
}
