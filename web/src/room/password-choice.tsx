// The party's password: set, changed and taken away by the host. It is known to nobody but who was told.

import { useSignal } from '@preact/signals';
import { longestPassword } from '../party/door';
import type { Party } from '../party/party';
import { api } from '../server';
import { problemText } from '../text';
import { ActionForm } from '../ui/action-form';
import { notify } from '../ui/notices';

export function PasswordChoice({ party }: { party: Party }) {
  const has = party.state.value.settings.has_password ?? false;
  const password = useSignal('');
  const set = async () => {
    await api.setPassword(party.details.id, password.peek());
    password.value = '';
    notify('The password is set.');
  };
  const remove = () => {
    api.removePassword(party.details.id).catch((error: unknown) => notify(problemText(error), 'problem'));
  };
  return (
    <div class="settings-group settings-password">
      <ActionForm action={set} submitLabel={has ? 'Change the password' : 'Set a password'} busyLabel="Setting…" quiet>
        <label class="field">
          <span>{has ? 'Another password' : 'Password'}</span>
          <input
            name="password"
            required
            maxLength={longestPassword}
            autoComplete="off"
            spellcheck={false}
            value={password.value}
            onInput={(event) => (password.value = event.currentTarget.value)}
          />
          <small class="hint">Asked of who comes by the code. Who has a seat, or comes by an invitation, needs none.</small>
        </label>
      </ActionForm>
      {has && (
        <button type="button" class="button button-danger" onClick={remove}>
          Take the password away
        </button>
      )}
    </div>
  );
}
