// How someone gets a session: a name where guests are welcome, a token where they are not.

import { serverConfig, signInAsGuest, signInWithToken } from '../server';
import { ActionForm, text } from './action-form';

/** Longest display name, in characters. */
const longestName = 64;

export function NameField({ id }: { id?: string }) {
  return (
    <label class="field">
      <span>Your name</span>
      <input
        id={id}
        name="name"
        required
        pattern={'.*\\S.*'}
        title="A name that is not blank"
        maxLength={longestName}
        autoComplete="nickname"
        placeholder="What others will see"
      />
    </label>
  );
}

/** Asks for whatever this server takes. `submitLabel` says what comes next. */
export function SignInForm({ submitLabel }: { submitLabel: string }) {
  if (serverConfig.value?.guests === false) return <TokenForm />;
  return (
    <ActionForm
      action={(fields) => signInAsGuest(text(fields, 'name'))}
      submitLabel={submitLabel}
      busyLabel="One moment…"
    >
      <NameField />
    </ActionForm>
  );
}

function TokenForm() {
  return (
    <>
      <p class="hint">
        Guests are not admitted on this server. Open this page from the site where you are signed in, or enter an access
        token from it.
      </p>
      <ActionForm
        action={(fields) => signInWithToken(text(fields, 'token'))}
        submitLabel="Sign in"
        busyLabel="Signing in…"
      >
        <label class="field">
          <span>Access token</span>
          <input name="token" type="password" required autoComplete="off" spellcheck={false} />
        </label>
      </ActionForm>
    </>
  );
}
