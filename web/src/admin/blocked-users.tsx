// Who is blocked: looked at, unblocked, and somebody else blocked by their id.

import type { BlockedUser } from '@matinee/sdk';
import { problemText } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { notify } from '../ui/notices';
import { askToBlock } from './block';
import { operator } from './operator';
import { useAnswer } from './use-answer';

export function BlockedUsers() {
  const { value, problem, askAgain } = useAnswer(() => operator.blockedUsers(), 'blocked');
  const block = async (fields: FormData) => {
    if (await askToBlock(text(fields, 'user'), text(fields, 'user'), text(fields, 'reason'))) await askAgain();
  };
  const unblock = async (one: BlockedUser) => {
    try {
      await operator.unblockUser(one.user_id);
      notify(`${one.user_id} is let in again.`);
    } catch (error) {
      notify(problemText(error), 'problem');
    }
    await askAgain();
  };
  return (
    <section class="card" aria-labelledby="blocked-title">
      <h2 id="blocked-title">Blocked users</h2>
      <p class="form-problem" role="alert">
        {problem.value}
      </p>
      {value.value?.length === 0 && <p class="hint">Nobody is blocked.</p>}
      <ul class="party-list" aria-labelledby="blocked-title">
        {value.value?.map((one) => (
          <li key={one.user_id} class="party-row">
            <div class="party-row-text">
              <p class="party-row-title">{one.user_id}</p>
              <p class="party-row-detail">
                <span>since {new Date(one.blocked_at).toLocaleString()}</span>
                {one.reason !== '' && <bdi>{one.reason}</bdi>}
              </p>
            </div>
            <button type="button" class="button button-small" aria-label={`Unblock ${one.user_id}`} onClick={() => void unblock(one)}>
              Unblock
            </button>
          </li>
        ))}
      </ul>
      <details class="admin-block">
        <summary>Block somebody by their id</summary>
        <ActionForm action={block} submitLabel="Block" busyLabel="Blocking…" quiet>
          <label class="field">
            <span>User id</span>
            <input name="user" required maxLength={128} autocomplete="off" />
          </label>
          <label class="field">
            <span>Reason, for operators</span>
            <input name="reason" maxLength={200} autocomplete="off" />
          </label>
        </ActionForm>
      </details>
    </section>
  );
}
