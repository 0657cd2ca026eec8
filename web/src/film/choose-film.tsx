// What to watch: the sample film with one click, or a pasted address. Over the empty picture at first, later in a dialog.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { NewFilm, Party } from '../party/party';
import { serverConfig } from '../server';
import { problemText, titleOfUrl } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { CloseButton, Dialog } from '../ui/dialog';
import { FilmIcon } from '../ui/icons';
import { notify } from '../ui/notices';
import './choose-film.css';

interface ChooseFilmFormProps {
  party: Party;
  /** Called when the party has been told. */
  done?: () => void;
}

export function ChooseFilmForm({ party, done = () => undefined }: ChooseFilmFormProps) {
  const formNumber = useSignal(0);
  const later = useSignal(false);
  const putOn = (film: NewFilm) => party.putOn(film, later.value ? 'later' : 'now');
  const sample = serverConfig.value?.sample ?? null;
  const playSample = () => {
    if (sample !== null) putOn(sample).then(done, (error: unknown) => notify(problemText(error), 'problem'));
  };
  const playUrl = async (fields: FormData) => {
    const url = text(fields, 'url');
    await putOn({ title: titleOfUrl(url), url });
    formNumber.value += 1; // a new form: the field is empty again
    done();
  };
  return (
    <div class="choose-film-ways">
      {sample !== null && (
        <button type="button" class="button button-primary" onClick={playSample}>
          <FilmIcon />
          Play the sample film
        </button>
      )}
      <ActionForm key={formNumber.value} action={playUrl} submitLabel="Play this" busyLabel="Loading…" quiet>
        <label class="field">
          <span class="visually-hidden">Address of a video</span>
          <input
            name="url"
            type="url"
            required
            pattern="https?://.+"
            title="A link that begins with https:// or http://"
            maxLength={2048}
            placeholder="Paste a video link"
            autoComplete="off"
          />
        </label>
      </ActionForm>
      <label class="check">
        <input type="checkbox" checked={later.value} onChange={(event) => (later.value = event.currentTarget.checked)} />
        Don’t start yet: gather first
      </label>
    </div>
  );
}

/** The title under the picture, with what the room offers, and the way to another film for those who control it. */
export function NowShowing({ party, children }: { party: Party; children?: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  if (party.clipId.value === null) return null;
  return (
    <div class="now-showing">
      <p>
        <span class="now-showing-label">Now showing</span> <strong>{party.clip.value?.title ?? '…'}</strong>
      </p>
      <div class="button-row now-showing-buttons">
        {children}
        {party.canControl.value && (
          <button type="button" class="button button-small" onClick={() => dialog.current?.showModal()}>
            Change the film
          </button>
        )}
      </div>
      <Dialog dialog={dialog} title="Change the film" actions={<CloseButton dialog={dialog} label="Cancel" />}>
        <p>It starts from its beginning, for everyone.</p>
        <ChooseFilmForm party={party} done={() => dialog.current?.close()} />
      </Dialog>
    </div>
  );
}
