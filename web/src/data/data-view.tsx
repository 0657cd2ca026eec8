// What the server keeps of one: taking it out as a file, and having it deleted.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { navigate } from '../route';
import { api, deleteOwnData, introduce, session } from '../server';
import { problemText } from '../text';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notices';
import { PageHeader } from '../ui/page-header';
import { SignInForm } from '../ui/sign-in';
import './data.css';
import { saveFile } from './save-file';

const whatGoes =
  'You leave every party; one you host goes to somebody else, or ends. Your messages are deleted for everyone, and your ' +
  'playlists, friends and history are gone. This cannot be taken back.';

export function DataView() {
  const problem = useSignal('');
  const ready = useSignal(session.value !== null);
  useEffect(() => {
    document.title = 'Your data – Matinee';
    if (ready.value) return;
    introduce().then(
      () => (ready.value = true),
      (error: unknown) => (problem.value = problemText(error)),
    );
  }, []);
  return (
    <div class="home own-data">
      <PageHeader />
      <main>
        <h1>Your data</h1>
        {problem.value !== '' && (
          <p class="card" role="alert">
            {problem.value}
          </p>
        )}
        {ready.value && (session.value === null ? <SignIn /> : <Choices />)}
      </main>
    </div>
  );
}

function SignIn() {
  return (
    <section class="card card-narrow" aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">Whose data?</h2>
      <SignInForm submitLabel="Continue" />
    </section>
  );
}

function Choices() {
  const exportAll = async () => {
    const data = await api.exportData();
    saveFile('matinee-data.json', JSON.stringify(data, null, 2));
  };
  const deleteAll = async () => {
    if (!(await confirm('Delete your data?', whatGoes, 'Delete everything'))) return;
    await deleteOwnData();
    notify('Your data is deleted.');
    navigate('/');
  };
  return (
    <>
      <Choice id="export-data" title="Take it with you" action="Export my data" busy="Exporting…" act={exportAll}>
        Everything this server keeps of you, as one file: the parties you were in, what you wrote, playlists, films you
        added, friends and blocks.
      </Choice>
      <Choice id="delete-data" title="Leave no trace" action="Delete my data" busy="Deleting…" act={deleteAll} danger>
        {whatGoes}
      </Choice>
    </>
  );
}

interface ChoiceProps {
  id: string;
  title: string;
  action: string;
  /** What the button says while it works. */
  busy: string;
  act: () => Promise<void>;
  danger?: boolean;
  children: ComponentChildren;
}

function Choice({ id, title, action, busy, act, danger = false, children }: ChoiceProps) {
  const working = useSignal(false);
  const problem = useSignal('');
  const run = async () => {
    working.value = true;
    problem.value = '';
    try {
      await act();
    } catch (error) {
      problem.value = problemText(error);
    }
    working.value = false;
  };
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{children}</p>
      <p class="form-problem" role="alert">
        {problem.value}
      </p>
      <button
        type="button"
        class={danger ? 'button button-danger' : 'button button-primary'}
        disabled={working.value}
        onClick={() => void run()}
      >
        {working.value ? busy : action}
      </button>
    </section>
  );
}
