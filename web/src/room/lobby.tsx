// Before the first frame: a film is chosen and stands at its beginning. Below the picture, so that it hides nothing.

import type { Party } from '../party/party';
import './lobby.css';
import { StartChoices } from './start-choices';

export function Lobby({ party }: { party: Party }) {
  const { readyCheck, startAtMs } = party.state.value;
  if (!party.atBeginning.value || readyCheck !== null || startAtMs !== null) return null;
  const here = party.hereCount.value;
  const people = here === 1 ? 'Only you are here so far.' : `${here} people are here.`;
  return (
    <section class="lobby" aria-labelledby="lobby-title">
      <h2 id="lobby-title">{party.canControl.value ? 'Start together' : 'The film has not started yet'}</h2>
      <p class="hint">{party.canControl.value ? people : `${people} The host starts it.`}</p>
      {party.canControl.value && <StartChoices party={party} />}
    </section>
  );
}
