// One message: who, what, when in the film, and what it answers. Everything people write is text; only addresses become
// links.

import { isLivePosition, type ChatMessage } from '@matinee/sdk';
import type { ChatRoom } from './chat-lines';
import { clockText } from '../text';
import { MoreIcon } from '../ui/icons';
import { piecesOf } from './message-text';

interface MessageProps {
  room: ChatRoom;
  message: ChatMessage;
  /** It goes on with what the same person said before it. */
  goesOn: boolean;
  /** Opens what can be done with it; without it there is nothing. */
  openMenu?: (message: ChatMessage, button: HTMLButtonElement) => void;
}

export function Message({ room, message, goesOn, openMenu }: MessageProps) {
  const deleted = message.deleted_at != null;
  const mine = message.user_id === room.myId;
  const classes = ['chat-message'];
  if (mine) classes.push('chat-mine');
  if (goesOn) classes.push('chat-goes-on');
  if (message.mentions?.includes(room.myId) === true) classes.push('chat-for-me');
  return (
    <div class={classes.join(' ')} data-message={message.id} title={sentText(message)}>
      {message.reply_to != null && <Quote room={room} id={message.reply_to} />}
      <span class={goesOn ? 'visually-hidden' : 'chat-author'}>
        <bdi class={mine ? 'visually-hidden' : undefined}>{mine ? 'You' : message.display_name}</bdi>
        <MomentOfFilm message={message} />
      </span>
      {deleted ? <em class="chat-deleted">This message was deleted.</em> : <Text room={room} message={message} />}
      {!deleted && openMenu !== undefined && (
        <button
          type="button"
          class="chat-more"
          tabIndex={-1}
          aria-label={`Reply or more: ${message.display_name}`}
          aria-haspopup="menu"
          onClick={(event) => openMenu(message, event.currentTarget)}
        >
          <MoreIcon />
        </button>
      )}
    </div>
  );
}

/** When it was sent, as people say it here. */
function sentText({ created_at }: ChatMessage): string {
  return new Date(created_at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

function MomentOfFilm({ message }: { message: ChatMessage }) {
  // Of a live stream the time of writing says as much.
  if (message.clip_id == null || message.position_ms === undefined || isLivePosition(message.position_ms)) return null;
  return (
    <span class="chat-moment" title="Where the film was">
      {clockText(message.position_ms)}
    </span>
  );
}

function Text({ room, message }: { room: ChatRoom; message: ChatMessage }) {
  const names = (message.mentions ?? []).map((id) => room.nameOf(id)).filter((name) => name !== undefined);
  return (
    <span class="chat-text" dir="auto">
      {piecesOf(message.message, names).map((piece) => {
        if (piece.kind === 'mention') return <strong class="chat-mention">{piece.text}</strong>;
        if (piece.kind === 'text') return piece.text;
        return (
          <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        );
      })}
      {message.edited_at != null && <small class="chat-edited"> (edited)</small>}
    </span>
  );
}

/** The message that is answered, in one line; what is held back or not there is not told. */
function Quote({ room, id }: { room: ChatRoom; id: string }) {
  const answered = room.quotes.of(id);
  if (answered === undefined || answered === null || room.guard.holds(answered)) {
    return <span class="chat-quote">An earlier message</span>;
  }
  return (
    <span class="chat-quote" dir="auto">
      <strong>
        <bdi>{answered.display_name}</bdi>
      </strong>{' '}
      {answered.deleted_at == null ? answered.message : 'deleted'}
    </span>
  );
}
