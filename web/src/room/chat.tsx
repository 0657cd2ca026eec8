// The conversation beside the film, with what happened in between, and reactions that float over the film.

import type { ChatMessage } from '@matinee/sdk';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import { listPieces } from '../text';
import { ActionMenu, type MenuTarget } from '../ui/action-menu';
import { NoSpoilersIcon } from '../ui/icons';
import { notify } from '../ui/notices';
import { ChatLines } from './chat-lines';
import './chat.css';
import './chat-form.css';
import { Composer } from './composer';
import { Draft } from './draft';
import { messageActions } from './message-actions';

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
  const openMenu = useMemo(() => {
    const focusField = () => field.current?.focus();
    return (message: ChatMessage, button: HTMLButtonElement): void => {
      const actions = messageActions(party, draft, message, focusField);
      target.value = { label: `Message of ${message.display_name}`, button, actions };
    };
  }, [party, draft]);
  return (
    <section class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title" class="visually-hidden">
        Chat
      </h2>
      <ChatLines room={party} openMenu={openMenu} />
      <ActionMenu target={target} />
      <Typing party={party} />
      <div class="chat-tools">
        <div class="reactions" role="group" aria-label="React">
          {emojis.map(([emoji, label]) => (
            <button key={emoji} type="button" class="reaction" aria-label={label} title={label} onClick={() => party.react(emoji)}>
              {emoji}
            </button>
          ))}
        </div>
        <NoSpoilers party={party} />
      </div>
      <Composer party={party} draft={draft} field={field} />
    </section>
  );
}

function NoSpoilers({ party }: { party: Party }) {
  const enabled = party.guard.enabled.value;
  const toggle = () => {
    party.keepSpoilersBack(!enabled);
    notify(enabled ? 'Messages and reactions show as they come.' : 'Messages and reactions wait until your film gets to their moment.');
  };
  return (
    <button
      type="button"
      class="control no-spoilers"
      role="switch"
      aria-checked={enabled}
      aria-label="No spoilers: wait for my film"
      title="No spoilers: messages and reactions wait until your film gets to their moment"
      onClick={toggle}
    >
      <NoSpoilersIcon />
    </button>
  );
}

function Typing({ party }: { party: Party }) {
  const ids = party.typists.ids.value;
  const names = ids.map((id) => party.nameOf(id)).filter((name) => name !== undefined);
  const pieces = listPieces(names.slice(0, mostTypistsNamed), ids.length);
  return (
    <p class="chat-typing">
      {ids.length > 0 && (
        <>
          {pieces.map(({ text, isName }) => (isName ? <bdi>{text}</bdi> : text))} {ids.length === 1 ? 'is' : 'are'} typing…
        </>
      )}
    </p>
  );
}
