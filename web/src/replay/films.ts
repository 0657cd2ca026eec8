// Which films a party watched, as far as what is left of it tells. Pure.

import type { ChatMessage, ServerEvent } from '@matinee/sdk';

/** The ids of the films in the order they were on: those spoken about, those that events are of, and the last. */
export function filmsWatched(messages: readonly ChatMessage[], events: readonly ServerEvent[], lastClipId: string | null): string[] {
  const moments = [
    ...messages.map(({ clip_id = null, created_at }) => ({ clipId: clip_id, atMs: Date.parse(created_at) })),
    ...events.map(({ clip_id = null, server_time_ms }) => ({ clipId: clip_id, atMs: server_time_ms })),
  ].sort((one, other) => one.atMs - other.atMs);
  const ids = [...moments.map(({ clipId }) => clipId), lastClipId];
  return [...new Set(ids)].filter((id) => id !== null);
}
