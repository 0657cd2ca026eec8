// One playlist: its films in order, and, for its owner, everything that can be changed about it. Every change is saved at
// once, on the revision that shows; where somebody changed it meanwhile, that is shown instead.

import { ProblemError, type Playlist, type PlaylistChange, type PlaylistClip } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { filmLength } from '../queue/film-length';
import { navigate, partyPath } from '../route';
import { settingsOfNewParty } from '../room/settings-text';
import { api } from '../server';
import { clockText, problemText, titleOfUrl } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { confirm } from '../ui/confirm';
import { CopyButton } from '../ui/copy-button';
import { MoreIcon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { notify } from '../ui/notices';
import { Problem } from './playlists-view';

/** Saves a change and shows the playlist as it is then; rejects where that failed. */
type Save = (change: PlaylistChange) => Promise<void>;

const tell = (error: unknown) => notify(problemText(error), 'problem');

export function PlaylistView({ id }: { id: string }) {
  const playlist = useSignal<Playlist | null>(null);
  const problem = useSignal('');
  const load = () =>
    api.playlist(id).then(
      (loaded) => (playlist.value = loaded),
      (error: unknown) => (problem.value = problemText(error)),
    );
  useEffect(() => void load(), []);
  const shown = playlist.value;
  const save: Save = async (change) => {
    try {
      playlist.value = await api.changePlaylist(id, { ...change, ...(shown === null ? {} : { revision: shown.revision }) });
    } catch (error) {
      if (error instanceof ProblemError && error.status === 409) playlist.value = await api.playlist(id).catch(() => shown);
      throw error;
    }
  };
  if (problem.value !== '') {
    return (
      <>
        <BackToPlaylists />
        <Problem text={problem.value} />
      </>
    );
  }
  if (shown === null) return <p class="opening">Opening the playlist…</p>;
  return (
    <>
      <BackToPlaylists />
      <h1 dir="auto">{shown.title}</h1>
      <Actions playlist={shown} save={save} />
      <Clips playlist={shown} save={save} />
      {shown.own && <AddClip playlist={shown} save={save} />}
    </>
  );
}

function BackToPlaylists() {
  return (
    <a class="playlist-back" href="/playlists" onClick={(event) => (event.preventDefault(), navigate('/playlists'))}>
      Your playlists
    </a>
  );
}

function Actions({ playlist, save }: { playlist: Playlist; save: Save }) {
  const start = async () => {
    const party = await api.createParty({ title: playlist.title, playlist_id: playlist.id, settings: settingsOfNewParty });
    navigate(partyPath(party.invite_code));
  };
  const rename = (fields: FormData) => save({ title: text(fields, 'title') }).catch(tell);
  const remove = async () => {
    if (!(await confirm('Delete the playlist?', 'Its films stay in the queues they are in.', 'Delete'))) return;
    await api.deletePlaylist(playlist.id).then(() => navigate('/playlists'), tell);
  };
  return (
    <div class="card playlist-actions">
      <ActionForm action={start} submitLabel="Start a party with it" busyLabel="Starting…">
        {null}
      </ActionForm>
      {playlist.own && (
        <>
          <ActionForm key={playlist.title} action={rename} submitLabel="Rename" busyLabel="Saving…" quiet>
            <label class="field">
              <span class="visually-hidden">Title</span>
              <input name="title" required pattern={'.*\\S.*'} maxLength={200} defaultValue={playlist.title} />
            </label>
          </ActionForm>
          <label class="check">
            <input type="checkbox" checked={playlist.shared} onChange={(event) => void save({ shared: event.currentTarget.checked }).catch(tell)} />
            Shared: whoever has the link can see it and play from it
          </label>
          <div class="button-row">
            {playlist.shared && <CopyButton text={location.href} done="Link copied">
                Copy the link
              </CopyButton>}
            <button type="button" class="button button-small button-danger" onClick={() => void remove()}>
              Delete
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function Clips({ playlist, save }: { playlist: Playlist; save: Save }) {
  const { clips, own } = playlist;
  if (clips.length === 0) return <p class="hint">No films yet.</p>;
  const ids = clips.map(({ id }) => id);
  const without = (at: number) => ids.filter((_, index) => index !== at);
  const move = (from: number, to: number) => {
    const next = without(from);
    next.splice(Math.max(0, to), 0, ids[from] ?? '');
    void save({ clip_ids: next }).catch(tell);
  };
  return (
    <ol class="playlist-clips">
      {clips.map((clip, index) => (
        <li key={`${clip.id} ${index}`} class="playlist-clip">
          <Thumbnail clip={clip} />
          <span class="queue-what">
            <span class="queue-item-title" dir="auto" title={clip.title ?? clip.id}>
              {clip.title ?? clip.id}
            </span>
            {clip.duration_ms !== null && <small>{clockText(clip.duration_ms)}</small>}
          </span>
          {own && (
            <Menu
              label={`More for ${clip.title ?? clip.id}`}
              choices={[]}
              actions={[
                { label: 'Move up', act: () => move(index, index - 1) },
                { label: 'Move down', act: () => move(index, index + 1) },
                { label: 'Take out', act: () => void save({ clip_ids: without(index) }).catch(tell), danger: true },
              ]}
            >
              <MoreIcon />
            </Menu>
          )}
        </li>
      ))}
    </ol>
  );
}

function Thumbnail({ clip }: { clip: PlaylistClip }) {
  return clip.thumbnail_url ? (
    <img class="playlist-thumbnail" src={clip.thumbnail_url} alt="" loading="lazy" referrerpolicy="no-referrer" />
  ) : (
    <span class="playlist-thumbnail" aria-hidden="true" />
  );
}

function AddClip({ playlist, save }: { playlist: Playlist; save: Save }) {
  const formNumber = useSignal(0);
  const add = async (fields: FormData) => {
    const url = text(fields, 'url');
    const lengthMs = await filmLength(url);
    const title = text(fields, 'title') || titleOfUrl(url);
    const clip = await api.createClip({ title, url, ...(lengthMs === null ? {} : { duration_ms: lengthMs }) });
    await save({ clip_ids: [...playlist.clips.map(({ id }) => id), clip.id] });
    formNumber.value += 1; // a new form: the fields are empty again
  };
  return (
    <section class="card" aria-labelledby="add-clip">
      <h2 id="add-clip">Add a film</h2>
      <ActionForm key={formNumber.value} action={add} submitLabel="Add" busyLabel="Adding…">
        <label class="field">
          <span>Address</span>
          <input name="url" type="url" required maxLength={2048} placeholder="https://… video file or HLS stream" autoComplete="off" />
        </label>
        <label class="field">
          <span>Title (optional)</span>
          <input name="title" maxLength={200} autoComplete="off" />
        </label>
      </ActionForm>
    </section>
  );
}
