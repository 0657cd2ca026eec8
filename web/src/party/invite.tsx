// The way to bring others in: the code to read out, the link to send.

import { partyPath } from '../route';
import { CopyButton } from '../ui/copy-button';

export function Invite({ code }: { code: string }) {
  return (
    <div class="invite" role="group" aria-label="Invite others">
      <span class="invite-code">
        <span class="invite-label">Code</span>
        <strong class="code">{code}</strong>
      </span>
      <CopyButton text={code} label="Copy code" done="The code is on your clipboard." />
      <CopyButton text={location.origin + partyPath(code)} label="Copy link" done="The invite link is on your clipboard." />
    </div>
  );
}
