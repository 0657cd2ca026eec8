// The conversation beside the film, with what happened in between, and reactions that float over the film.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Party } from '../party/party';
import './chat.css';
import type { ChatLine } from './conversation';

const emojis: [string, string][] = [
  ['👏', 'Applause'],
  ['😂', 'Laughter'],
  ['😮', 'Surprise'],
  ['😢', 'Tears'],
  ['🎉', 'Celebration'],
];
const longestMessage = 1000;
/** Someone who has scrolled up further than this is reading, and is left there. */
const followWithinPx = 60;

export function Chat({ party }: { party: Party }) {
  return (
    <section class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title" class="visually-hidden">
        Chat
      </h2>
      <Lines party={party} />
      <div class="reactions" role="group" aria-label="React">
        {emojis.map(([emoji, label]) => (
          <button key={emoji} type="button" class="reaction" aria-label={label} onClick={() => party.react(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      <MessageForm party={party} />
    </section>
  );
}

function Lines({ party }: { party: Party }) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lines = party.conversation.lines.value;
  useEffect(() => {
    if (following.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [lines]);
  const onScroll = () => {
    const element = log.current;
    if (element === null) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < followWithinPx;
  };
  return (
    <div class="chat-lines" ref={log} role="log" aria-label="Messages" tabIndex={0} onScroll={onScroll}>
      {lines.length === 0 && <p class="chat-happening">Say hello. Messages are for this party only.</p>}
      {lines.map((line) => (
        <Line key={line.kind === 'message' ? line.message.id : line.id} line={line} myId={party.myId} />
      ))}
    </div>
  );
}

function Line({ line, myId }: { line: ChatLine; myId: string }) {
  if (line.kind === 'happening') return <p class="chat-happening">{line.text}</p>;
  const { message } = line;
  return (
    <div class={message.user_id === myId ? 'chat-message chat-mine' : 'chat-message'}>
      <span class="chat-author">{message.display_name}</span>
      <span class="chat-text">{message.message}</span>
    </div>
  );
}

function MessageForm({ party }: { party: Party }) {
  const draft = useSignal('');
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const message = draft.value.trim();
    if (message === '') return;
    if (party.status.value.kind === 'open') draft.value = '';
    party.send({ type: 'chat', message });
  };
  return (
    <form class="chat-form" onSubmit={onSubmit}>
      <label class="chat-field">
        <span class="visually-hidden">Message</span>
        <input
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
          maxLength={longestMessage}
          placeholder="Write a message"
          autoComplete="off"
        />
      </label>
      <button type="submit" class="button">
        Send
      </button>
    </form>
  );
}
