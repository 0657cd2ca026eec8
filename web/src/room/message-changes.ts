// What events make of a message that was said before: edited, deleted, or left behind by somebody who was forgotten. No
// signals, no clock.

import type { ChatMessage, ServerEvent } from '@matinee/sdk';

/** Whose messages those are of somebody who had their data deleted. */
export const forgottenUser = 'guest-deleted';

/** Whether `changedBy` can change anything. */
export function changesMessages({ type }: ServerEvent): boolean {
  return type === 'message-edited' || type === 'message-deleted' || type === 'user-forgotten';
}

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

/** Changes heard while answers are on their way that may not know of them. Listens by `hear` to the events of one party. */
export class ChangesMeanwhile {
  private underway = 0;
  private events: ServerEvent[] = [];

  hear(event: ServerEvent): void {
    // Answers have a deadline, and so has what is noted here.
    if (this.underway > 0 && changesMessages(event)) this.events.push(event);
  }

  /** Runs what waits for an answer. `changed` gives a message of it as it is after what was heard meanwhile. */
  async during<Result>(task: (changed: (message: ChatMessage) => ChatMessage) => Promise<Result>): Promise<Result> {
    ++this.underway;
    try {
      return await task((message) => this.events.reduce((one, event) => changedBy(event, one), message));
    } finally {
      if (--this.underway === 0) this.events = [];
    }
  }
}
