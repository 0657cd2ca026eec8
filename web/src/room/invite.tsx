// The way to bring others in: the code to read out, the link to send, the picture to scan.

import type { Party } from '../party/party';
import { partyPath } from '../route';
import { CopyButton } from '../ui/copy-button';
import './invite.css';
import { InviteDialog } from './invite-dialog';

interface InviteProps {
  party: Party;
  /** Nobody else has come yet. */
  alone: boolean;
  /** The list of people shows below. */
  amongPeople: boolean;
}

export function Invite({ party, alone, amongPeople }: InviteProps) {
  const code = party.inviteCode.value;
  const classes = `invite ${alone ? 'invite-alone' : ''} ${amongPeople ? 'invite-among-people' : ''}`;
  return (
    <div class={classes} role="group" aria-label="Invite others">
      <CopyButton text={code} done="The code is on your clipboard.">
        <span class="visually-hidden">Copy </span>
        <span class="invite-label">Code</span> <strong class="code">{code}</strong>
      </CopyButton>
      <CopyButton text={location.origin + partyPath(code)} done="The invite link is on your clipboard.">
        Copy link
      </CopyButton>
      <InviteDialog party={party} />
    </div>
  );
}
