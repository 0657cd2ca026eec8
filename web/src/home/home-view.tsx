// The first page: say who you are, start a party, or enter a code.

import type { Visibility, WaitingPolicy } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { codeIn, navigate, partyPath } from '../route';
import { longestPassword } from '../party/door';
import { policyChoices, settingsOfNewParty } from '../room/settings-text';
import { api, introduce, serverConfig, session, signInAsGuest, signOut } from '../server';
import { problemText } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { notify } from '../ui/notices';
import { PageHeader } from '../ui/page-header';
import { NameField, SignInForm } from '../ui/sign-in';
import { PartyLists } from './party-lists';

/** A party's invite code, as typed, or an invitation's: six or ten characters, in capitals or not. */
const codePattern = '[A-Za-z0-9]{6}|[A-Za-z0-9]{10}';

export function HomeView() {
  const problem = useSignal('');
  const load = () => {
    problem.value = '';
    introduce().catch((error: unknown) => (problem.value = problemText(error)));
  };
  useEffect(() => {
    document.title = 'Matinee';
    load();
  }, []);
  return (
    <div class="home">
      <PageHeader>
        <WhoAmI />
      </PageHeader>
      <main>
        <div class="hero">
          <h1>Watch together, in step.</h1>
          <p>Start a party, send the code, press play. Everyone sees the same frame.</p>
        </div>
        {problem.value !== '' && <Unavailable problem={problem.value} retry={load} />}
        {serverConfig.value !== null && problem.value === '' && <Doors />}
      </main>
    </div>
  );
}

function WhoAmI() {
  const who = session.value;
  if (who === null) return null;
  const change = () => signOut().catch((error: unknown) => notify(problemText(error), 'problem'));
  return (
    <p class="who">
      <span>
        You are <strong>{who.display_name}</strong>
      </span>
      <a class="button button-small" href="/playlists" onClick={(event) => (event.preventDefault(), navigate('/playlists'))}>
        Playlists
      </a>
      <a class="button button-small" href="/data" onClick={(event) => (event.preventDefault(), navigate('/data'))}>
        Your data
      </a>
      <button type="button" class="button button-small" onClick={change}>
        {who.guest ? 'Change name' : 'Sign out'}
      </button>
    </p>
  );
}

function Unavailable({ problem, retry }: { problem: string; retry: () => void }) {
  return (
    <section class="card card-narrow" role="alert">
      <h2>No connection</h2>
      <p>{problem}</p>
      <button type="button" class="button button-primary" onClick={retry}>
        Try again
      </button>
    </section>
  );
}

function Doors() {
  if (session.value === null && serverConfig.value?.guests === false) {
    return (
      <section class="card card-narrow" aria-labelledby="sign-in-title">
        <h2 id="sign-in-title">Sign in</h2>
        <SignInForm submitLabel="Continue" />
      </section>
    );
  }
  return (
    <>
      {session.value === null && <NameCard />}
      <div class="doors">
        <StartParty />
        <EnterCode />
      </div>
      <PartyLists />
    </>
  );
}

const nameFieldId = 'guest-name';

function NameCard() {
  return (
    <div class="card name-card">
      <NameField id={nameFieldId} />
    </div>
  );
}

/** Guests are signed in on the way, so that there is one button to press. False: the name is still missing. */
async function ensureSession(): Promise<boolean> {
  if (session.value !== null) return true;
  const field = document.getElementById(nameFieldId) as HTMLInputElement;
  if (!field.reportValidity()) return false;
  await signInAsGuest(field.value.trim());
  return true;
}

function StartParty() {
  const start = async (fields: FormData) => {
    if (!(await ensureSession())) return;
    const password = String(fields.get('password') ?? '');
    const party = await api.createParty({
      title: text(fields, 'title'),
      visibility: text(fields, 'visibility') as Visibility,
      settings: {
        waiting: text(fields, 'waiting') as WaitingPolicy,
        resume_after_seek: fields.get('resume_after_seek') !== null,
      },
      ...(password === '' ? {} : { password }),
    });
    navigate(partyPath(party.invite_code));
  };
  return (
    <section class="card" aria-labelledby="start-title">
      <h2 id="start-title">Start a party</h2>
      <ActionForm action={start} submitLabel="Start the party" busyLabel="Starting…">
        <label class="field">
          <span>Title</span>
          <input name="title" required maxLength={200} placeholder="Friday night films" />
        </label>
        <label class="field">
          <span>Who can find it</span>
          <select name="visibility">
            <option value="private">Only people with the code</option>
            <option value="friends">My friends</option>
            <option value="public">Everyone</option>
          </select>
        </label>
        <label class="field">
          <span>Password, if it is to have one</span>
          <input name="password" maxLength={longestPassword} autoComplete="off" spellcheck={false} />
        </label>
        <label class="field">
          <span>The film waits for</span>
          <select name="waiting" defaultValue={settingsOfNewParty.waiting}>
            {policyChoices.map(({ policy, label }) => (
              <option key={policy} value={policy}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input name="resume_after_seek" type="checkbox" defaultChecked={settingsOfNewParty.resume_after_seek} />
          Keep playing after a jump
        </label>
      </ActionForm>
    </section>
  );
}

function EnterCode() {
  const enter = async (fields: FormData) => {
    if (!(await ensureSession())) return;
    navigate(partyPath(codeIn(text(fields, 'code'))));
  };
  /** A pasted link becomes the code in it; while one types, nothing moves. */
  const onInput = ({ currentTarget: field }: { currentTarget: HTMLInputElement }) => {
    if (/[^A-Za-z0-9]/.test(field.value)) field.value = codeIn(field.value);
  };
  return (
    <section class="card" aria-labelledby="enter-title">
      <h2 id="enter-title">Join with a code</h2>
      <ActionForm action={enter} submitLabel="Join" busyLabel="Joining…">
        <label class="field">
          <span>Invite code</span>
          <input
            class="code-input"
            name="code"
            required
            pattern={codePattern}
            title="Six or ten letters and digits, as in the invitation"
            onInput={onInput}
            autoComplete="off"
            autoCapitalize="characters"
            spellcheck={false}
            placeholder="ABC234"
          />
        </label>
      </ActionForm>
    </section>
  );
}
