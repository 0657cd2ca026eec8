// The way back into a film after a break: the choices of the lobby in a dialog, while the film stands anywhere.

import { useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { StartChoices } from './start-choices';

export function StartTogether({ party }: { party: Party }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const possible = party.stands.value && party.state.value.startAtMs === null;
  if (!party.canControl.value || !possible || party.atBeginning.value) return null;
  return (
    <>
      <button type="button" class="button button-small" onClick={() => dialog.current?.showModal()}>
        Start together…
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="start-together-title">
        <h2 id="start-together-title">Start together</h2>
        <p>The film goes on for everyone at the same moment.</p>
        <StartChoices party={party} done={() => dialog.current?.close()} />
        <div class="dialog-actions">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
      </dialog>
    </>
  );
}
