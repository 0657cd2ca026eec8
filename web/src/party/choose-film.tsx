// What to watch: the sample film with one click, or a pasted address.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { serverConfig } from '../server';
import { problemText, titleOfUrl } from '../text';
import { ActionForm, text } from '../ui/action-form';
import { FilmIcon } from '../ui/icons';
import { notify } from '../ui/notices';
import type { Party } from './party';

export function ChooseFilm({ party }: { party: Party }) {
  const formNumber = useSignal(0);
  const section = useRef<HTMLDetailsElement>(null);
  const nothingYet = party.clipId.value === null;
  const sample = serverConfig.value?.sample ?? null;
  const playSample = () => {
    if (sample !== null) party.playFilm(sample).catch((error: unknown) => notify(problemText(error), 'problem'));
  };
  const playUrl = async (fields: FormData) => {
    const url = text(fields, 'url');
    await party.playFilm({ title: titleOfUrl(url), url });
    formNumber.value += 1; // a new form: the field is empty again
    if (section.current !== null) section.current.open = false;
  };
  return (
    <details class="choose-film" ref={section} open={nothingYet}>
      <summary>
        <h2>{nothingYet ? 'Choose a film' : 'Change the film'}</h2>
        {party.clip.value !== null && (
          <span class="now-showing">
            Now showing: <strong>{party.clip.value.title}</strong>
          </span>
        )}
      </summary>
      <div class="choose-film-ways">
        {sample !== null && (
          <button type="button" class={nothingYet ? 'button button-primary' : 'button'} onClick={playSample}>
            <FilmIcon />
            Play the sample film
          </button>
        )}
        <ActionForm key={formNumber.value} action={playUrl} submitLabel="Play this" busyLabel="Loading…" quiet>
          <label class="field">
            <span class="visually-hidden">Address of a video</span>
            <input name="url" type="url" required maxLength={2048} placeholder="https://… link to a video file" autoComplete="off" />
          </label>
        </ActionForm>
      </div>
    </details>
  );
}
