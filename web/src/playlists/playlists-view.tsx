// One's playlists: the list of them, and one opened with its clips.

import type { PlaylistSummary } from '@matinee/sdk';
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { navigate, playlistPath } from '../route';
import { api, introduce, session } from '../server';
import { problemText } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { PageHeader } from '../ui/page-header';
import { SignInForm } from '../ui/sign-in';
import { PlaylistView } from './playlist-view';
import './playlists.css';

export function PlaylistsView({ id }: { id: string | null }) {
  const problem = useSignal('');
  const ready = useSignal(session.value !== null);
  useEffect(() => {
    document.title = 'Playlists – Matinee';
    if (ready.value) return;
    introduce().then(
      () => (ready.value = true),
      (error: unknown) => (problem.value = problemText(error)),
    );
  }, []);
  return (
    <div class="home playlists">
      <PageHeader />
      <main>
        {problem.value !== '' && <Problem text={problem.value} />}
        {ready.value && (session.value === null ? <SignIn /> : id === null ? <OwnPlaylists /> : <PlaylistView key={id} id={id} />)}
      </main>
    </div>
  );
}

export function Problem({ text: what }: { text: string }) {
  return (
    <p class="card" role="alert">
      {what}
    </p>
  );
}

function SignIn() {
  return (
    <section class="card card-narrow" aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">Your playlists</h1>
      <p class="hint">Who are you?</p>
      <SignInForm submitLabel="Continue" />
    </section>
  );
}

function OwnPlaylists() {
  const playlists = useSignal<readonly PlaylistSummary[] | null>(null);
  const problem = useSignal('');
  useEffect(() => {
    api.playlists().then(
      (own) => (playlists.value = own),
      (error: unknown) => (problem.value = problemText(error)),
    );
  }, []);
  const create = async (fields: FormData) => {
    const { id } = await api.createPlaylist({ title: text(fields, 'title') });
    navigate(playlistPath(id));
  };
  return (
    <>
      <h1>Your playlists</h1>
      {problem.value !== '' && <Problem text={problem.value} />}
      <List playlists={playlists} />
      <section class="card" aria-labelledby="new-playlist">
        <h2 id="new-playlist">New playlist</h2>
        <ActionForm action={create} submitLabel="Create" busyLabel="Creating…">
          <label class="field">
            <span>Title</span>
            <input name="title" required pattern={'.*\\S.*'} maxLength={200} placeholder="Friday nights" />
          </label>
        </ActionForm>
      </section>
    </>
  );
}

function List({ playlists }: { playlists: Signal<readonly PlaylistSummary[] | null> }) {
  if (playlists.value === null) return null;
  if (playlists.value.length === 0) return <p class="hint">None yet. A playlist fills the queue of a party with one click.</p>;
  return (
    <ul class="playlist-list">
      {playlists.value.map(({ id, title, clip_count, shared }) => (
        <li key={id}>
          <a
            class="card"
            href={playlistPath(id)}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              navigate(playlistPath(id));
            }}
          >
            <strong dir="auto">{title}</strong>
            <small>
              {clip_count === 1 ? '1 film' : `${clip_count} films`}
              {shared && ', shared'}
            </small>
          </a>
        </li>
      ))}
    </ul>
  );
}
