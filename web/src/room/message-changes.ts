// What events make of a message that was said before: edited, deleted, or left behind by somebody who was forgotten. Pure.

import type { ChatMessage, ServerEvent } from '@matinee/sdk';

/** Whose messages those are of somebody who had their data deleted. */
export const forgottenUser = 'guest-deleted';

/** The message as it is after an event: the same object where the event changes nothing of it. */
export function changedBy(event: ServerEvent, message: ChatMessage): ChatMessage {
  switch (event.type) {
    case 'message-edited':
      return event.chat_message.id === message.id ? event.chat_message : message;
    case 'message-deleted':
      if (event.message_id !== message.id || message.deleted_at != null) return message;
      return { ...message, message: '', mentions: [], deleted_at: event.deleted_at };
    case 'user-forgotten':
      if (event.user_id !== message.user_id) return message;
      return ofNobody(message, new Date(event.server_time_ms).toISOString());
    default:
      return message;
  }
}

/** Deleted, and of nobody. */
export function ofNobody(message: ChatMessage, deletedAt: string): ChatMessage {
  return {
    ...message,
    user_id: forgottenUser,
    display_name: 'Deleted user',
    avatar_url: null,
    message: '',
    mentions: [],
    deleted_at: message.deleted_at ?? deletedAt,
  };
}

/** Whether two versions of a message read the same. */
export function readsTheSame(one: ChatMessage, other: ChatMessage): boolean {
  return (
    one.message === other.message &&
    one.user_id === other.user_id &&
    (one.edited_at ?? null) === (other.edited_at ?? null) &&
    (one.deleted_at ?? null) === (other.deleted_at ?? null)
  );
}
