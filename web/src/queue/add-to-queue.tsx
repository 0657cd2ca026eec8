// The ways into the queue: an address, the sample film, and one's playlists.

import type { PlaylistSummary } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api, serverConfig } from '../server';
import { titleOfUrl } from '../text';
import { ActionForm, text } from '../ui/action-form';
import type { PartyQueue } from './party-queue';

export function AddToQueue({ queue }: { queue: PartyQueue }) {
  const formNumber = useSignal(0);
  const sample = serverConfig.value?.sample ?? null;
  const add = async (fields: FormData) => {
    const url = text(fields, 'url');
    await queue.add({ title: titleOfUrl(url), url });
    formNumber.value += 1; // a new form: the field is empty again
  };
  return (
    <div class="queue-add">
      <ActionForm key={formNumber.value} action={add} submitLabel="Add" busyLabel="Adding…" quiet>
        <label class="field">
          <span class="visually-hidden">Address of a film for the queue</span>
          <input name="url" type="url" required maxLength={2048} placeholder="https://… film to add" autoComplete="off" />
        </label>
      </ActionForm>
      <div class="queue-playlists">
        {sample !== null && (
          <ActionForm action={() => queue.add(sample)} submitLabel="Add the sample film" busyLabel="Adding…" quiet>
            {null}
          </ActionForm>
        )}
        <FromPlaylist queue={queue} />
      </div>
    </div>
  );
}

/** Nothing where there are none. */
function FromPlaylist({ queue }: { queue: PartyQueue }) {
  const playlists = useSignal<readonly PlaylistSummary[]>([]);
  useEffect(() => {
    // Without them the other ways are still there.
    api.playlists().then((own) => (playlists.value = own.filter(({ clip_count }) => clip_count > 0)), () => undefined);
  }, []);
  if (playlists.value.length === 0) return null;
  return (
    <ActionForm
      action={async (fields) => void (await queue.addPlaylist(text(fields, 'playlist')))}
      submitLabel="Add all"
      busyLabel="Adding…"
      quiet
    >
      <label class="field">
        <span class="visually-hidden">Playlist to add</span>
        <select name="playlist">
          {playlists.value.map(({ id, title, clip_count }) => (
            <option key={id} value={id}>
              {title} ({clip_count})
            </option>
          ))}
        </select>
      </label>
    </ActionForm>
  );
}
