// Which messages belong together: the same person goes on, so that their name need not be said again. Pure.

import type { ChatLine } from './chat-line-list';

/** Who writes again later than this, or that much further on in the film, begins anew; in ms. */
const pauseMs = 120_000;

/** Whether a line goes on with the one before it. An answer begins anew: it shows what it answers. */
export function goesOn(line: ChatLine, before: ChatLine | undefined): boolean {
  if (line.kind !== 'message' || before?.kind !== 'message') return false;
  const { message } = line;
  const last = before.message;
  return (
    message.user_id === last.user_id &&
    message.reply_to == null &&
    message.clip_id === last.clip_id &&
    Math.abs((message.position_ms ?? 0) - (last.position_ms ?? 0)) < pauseMs &&
    Date.parse(message.created_at) - Date.parse(last.created_at) < pauseMs
  );
}
