// The conversation beside the film, with what happened in between, and reactions that float over the film.

import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { listText } from '../text';
import { ChatLines } from './chat-lines';
import './chat.css';
import './chat-form.css';
import { Composer } from './composer';
import { Draft } from './draft';
import { MessageMenu, type MenuTarget } from './message-menu';

const emojis: [string, string][] = [
  ['👏', 'Applause'],
  ['😂', 'Laughter'],
  ['😮', 'Surprise'],
  ['😢', 'Tears'],
  ['🎉', 'Celebration'],
];
const mostTypistsNamed = 3;

export function Chat({ party }: { party: Party }) {
  const draft = useMemo(() => new Draft(party), [party]);
  useEffect(() => () => draft.close(), [draft]);
  const target = useSignal<MenuTarget | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const openMenu = useMemo(
    () =>
      (message: MenuTarget['message'], button: HTMLButtonElement): void => {
        target.value = { message, button };
      },
    [target],
  );
  return (
    <section class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title" class="visually-hidden">
        Chat
      </h2>
      <ChatLines room={party} openMenu={openMenu} />
      <MessageMenu party={party} draft={draft} target={target} focusField={() => field.current?.focus()} />
      <Typing party={party} />
      <div class="reactions" role="group" aria-label="React">
        {emojis.map(([emoji, label]) => (
          <button key={emoji} type="button" class="reaction" aria-label={label} onClick={() => party.react(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      <Composer party={party} draft={draft} field={field} />
      <label class="check chat-spoilers" title="Messages and reactions of moments your film has not reached are kept back">
        <input
          type="checkbox"
          checked={party.guard.enabled.value}
          onChange={(event) => party.keepSpoilersBack(event.currentTarget.checked)}
        />
        No spoilers: wait for my film
      </label>
    </section>
  );
}

function Typing({ party }: { party: Party }) {
  const ids = party.typists.ids.value;
  const names = ids.map((id) => party.nameOf(id)).filter((name) => name !== undefined);
  const text = ids.length === 0 ? '' : `${listText(names.slice(0, mostTypistsNamed), ids.length)} ${ids.length === 1 ? 'is' : 'are'} typing…`;
  return <p class="chat-typing">{text}</p>;
}
