// The invitation at large: to scan from a screen, and for the host to replace.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { partyPath } from '../route';
import { api } from '../server';
import { problemText } from '../text';
import { confirm } from '../ui/confirm';
import { Deferred } from '../ui/deferred';
import { CloseButton, Dialog } from '../ui/dialog';
import { notify } from '../ui/notices';
import { Invitations } from './invitations';

/** Few invite by a picture; what draws it comes when one is wanted. */
const loadQrCode = () => import('./qr-code').then(({ QrCode }) => QrCode);

export function InviteDialog({ party }: { party: Party }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useSignal(false);
  const show = () => {
    open.value = true;
    dialog.current?.showModal();
  };
  const code = party.inviteCode.value;
  const link = location.origin + partyPath(code);
  const replace = async () => {
    dialog.current?.close();
    if (!(await confirm('Replace the code?', `${code} and its link let nobody in any more. Who is here stays.`, 'Replace'))) return;
    // The new one is told to everyone, this page included.
    await api.rotateInviteCode(party.details.id).catch((error: unknown) => notify(problemText(error), 'problem'));
  };
  return (
    <>
      <button type="button" class="button button-small" onClick={show}>
        {party.isHostOrCoHost.value ? 'Invite' : 'QR code'}
      </button>
      <Dialog
        dialog={dialog}
        title="Invite others"
        class="invite-dialog"
        onClose={() => (open.value = false)}
        actions={
          <>
            {party.isHost.value && (
              <button type="button" class="button button-danger" onClick={() => void replace()}>
                Replace the code
              </button>
            )}
            <CloseButton dialog={dialog} label="Done" primary />
          </>
        }
      >
        {open.value && <Deferred key={link} load={loadQrCode} props={{ text: link, label: `QR code of ${link}` }} waiting="Drawing…" />}
        <p class="invite-dialog-link">
          Scan it, open <span class="code">{link}</span>, or enter the code <strong class="code">{code}</strong>.
        </p>
        {open.value && party.isHostOrCoHost.value && <Invitations party={party} />}
      </Dialog>
    </>
  );
}
