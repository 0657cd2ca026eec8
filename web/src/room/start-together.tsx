// The way back into a film after a break: the choices of the lobby in a dialog, while the film stands anywhere.

import { useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { CloseButton, Dialog } from '../ui/dialog';
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
      <Dialog dialog={dialog} title="Start together" actions={<CloseButton dialog={dialog} label="Close" />}>
        <p>The film goes on for everyone at the same moment.</p>
        <StartChoices party={party} done={() => dialog.current?.close()} />
      </Dialog>
    </>
  );
}
