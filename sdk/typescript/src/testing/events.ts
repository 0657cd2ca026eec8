// Events as a server would send them, with the fields a test does not care about filled in.

import type { Participant, PlaybackFields, SyncEvent } from '../protocol.js';

export const partyId = 'party-1';

export function fields(change: Partial<PlaybackFields> = {}): PlaybackFields {
  const positionMs = change.position_ms ?? 0;
  const serverTimeMs = change.server_time_ms ?? 1_735_660_800_000;
  return {
    party_id: partyId,
    clip_id: 'clip-1',
    position: Math.floor(positionMs / 1000),
    is_playing: false,
    server_timestamp: Math.floor(serverTimeMs / 1000),
    position_ms: positionMs,
    server_time_ms: serverTimeMs,
    rate: 1,
    revision: 1,
    epoch: 1,
    ...change,
  };
}

export function sync(change: Partial<SyncEvent> = {}): SyncEvent {
  return { ...fields(change), ...change, type: 'sync' };
}

export function person(change: Partial<Participant> = {}): Participant {
  return {
    user_id: 'alice',
    display_name: 'Alice',
    avatar_url: null,
    role: 'viewer',
    is_active: true,
    last_sync: null,
    ...change,
  };
}
