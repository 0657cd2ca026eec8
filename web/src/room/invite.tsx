// The way to bring others in: the code to read out, the link to send.

import { partyPath } from '../route';
import { CopyButton } from '../ui/copy-button';
import './invite.css';

interface InviteProps {
  code: string;
  /** Nobody else has come yet. */
  alone: boolean;
  /** The list of people shows below. */
  amongPeople: boolean;
}

export function Invite({ code, alone, amongPeople }: InviteProps) {
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
    </div>
  );
}
